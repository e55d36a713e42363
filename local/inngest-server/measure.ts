import { createServer } from "node:http";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { createInngestServer } from "./server";

// Prints latency and throughput on an empty database of its own:
//   node --import tsx local/inngest-server/measure.ts postgres://…
const SAMPLES = 100;
const RUNS = 100;
const STEPS = 20;
const KEYS = { eventKey: "measure", signingKey: "0123456789abcdef" };

const databaseUrl = process.argv[2] ?? "";
const appPort = 43_117;
const port = 43_118;
const client = new Inngest({
  id: "measure",
  baseUrl: `http://127.0.0.1:${port}`,
  isDev: false,
  ...KEYS,
});
let onStart: () => void = () => undefined;
let endedRuns = 0;
const functions = [
  client.createFunction({ id: "one", triggers: [{ event: "m/one" }] }, () =>
    onStart(),
  ),
  ...[true, false].map((checkpointing) =>
    client.createFunction(
      {
        id: `many-${checkpointing}`,
        checkpointing,
        triggers: [{ event: `m/many-${checkpointing}` }],
      },
      async ({ step }) => {
        for (let index = 0; index < STEPS; index += 1) {
          await step.run(`s${index}`, () => index);
        }
        endedRuns += 1;
      },
    ),
  ),
];
const handler = serve({ client, functions });
const app = createServer((message, response) => {
  handler(message, response);
});
app.listen(appPort, "127.0.0.1");
const server = await createInngestServer({
  host: "127.0.0.1",
  port,
  databaseUrl,
  appUrl: `http://127.0.0.1:${appPort}/api/inngest`,
  ...KEYS,
});
while (!server.isReady()) await pause(50);
await measureLatency();
await measureThroughput("m/many-false", "a call for each step");
await measureThroughput("m/many-true", "checkpointing");
await server.close(0);
app.closeAllConnections();
app.close();

async function measureLatency(): Promise<void> {
  const samples: number[] = [];
  for (let index = 0; index < SAMPLES; index += 1) {
    await pause(20);
    const started = new Promise<void>((resolve) => (onStart = resolve));
    const sentAt = performance.now();
    await client.send({ name: "m/one" });
    await started;
    samples.push(performance.now() - sentAt);
  }
  samples.sort((left, right) => left - right);
  const at = (share: number) =>
    samples[Math.floor(share * SAMPLES)]?.toFixed(1);
  console.log(`send to start: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}

async function measureThroughput(name: string, how: string): Promise<void> {
  endedRuns = 0;
  const startedAt = performance.now();
  await client.send(Array.from({ length: RUNS }, () => ({ name, data: {} })));
  while (endedRuns < RUNS) await pause(20);
  const seconds = (performance.now() - startedAt) / 1000;
  const rate = ((RUNS * STEPS) / seconds).toFixed(0);
  console.log(`${RUNS} runs of ${STEPS} steps, ${how}: ${rate} steps a second`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
