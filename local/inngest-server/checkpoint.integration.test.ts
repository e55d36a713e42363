import { afterAll, beforeAll, expect, test } from "vitest";
import { endedRuns, eventually, SIGNING_KEY } from "./testing/harness";
import { startHarness } from "./testing/harness";
import type { Harness } from "./testing/harness";
import { hashSigningKey } from "./signature";

let harness: Harness;
let calls = 0;
let flakyTries = 0;
let slowTries = 0;
const openSlow: (() => void)[] = [];

beforeAll(async () => {
  harness = await startHarness((client) => {
    const functions = [
      client.createFunction(
        { id: "five", triggers: [{ event: "t/five" }] },
        async ({ step }) => {
          calls += 1;
          const values: number[] = [];
          for (let index = 0; index < 5; index += 1) {
            values.push(await step.run(`s${index}`, () => index));
          }
          return values;
        },
      ),
      client.createFunction(
        { id: "flaky", retries: 2, triggers: [{ event: "t/flaky" }] },
        async ({ step }) => {
          await step.run("sound", () => 1);
          for (const id of ["first", "second"]) {
            await step.run(id, () => {
              flakyTries += 1;
              if (flakyTries % 3 !== 0) throw new Error("flaky");
            });
          }
          return "both";
        },
      ),
      client.createFunction(
        { id: "slow", triggers: [{ event: "t/slow" }] },
        async ({ step }) => {
          const quick = await step.run("quick", () => "quick");
          const slow = await step.run("slow", () => {
            slowTries += 1;
            const mine = slowTries;
            if (mine > 1) return mine;
            return new Promise<number>((resolve) => {
              openSlow.push(() => resolve(mine));
            });
          });
          const last = await step.run("last", () => slow);
          return { quick, slow, last };
        },
      ),
    ];
    return functions;
  });
});

afterAll(() => harness.close());

test("steps that follow each other run in one call", async () => {
  await harness.client.send({ name: "t/five" });
  const [run] = await endedRuns(harness, 1, "shop-five");
  expect(run?.output).toEqual([0, 1, 2, 3, 4]);
  expect(calls).toBe(1);
});

test("each step has its own attempts", async () => {
  await harness.client.send({ name: "t/flaky" });
  const [run] = await endedRuns(harness, 1, "shop-flaky");
  expect(run).toMatchObject({ status: "Completed", output: "both" });
  expect(flakyTries).toBe(6);
});

test("a call whose job was given to another one stores nothing more, and its answer is dropped", async () => {
  await harness.client.send({ name: "t/slow" });
  await eventually(() => openSlow.length === 1, "the slow step");
  await harness.query(
    "UPDATE inngest_local.jobs SET owner = 'dead', lease_until = now() WHERE owner IS NOT NULL",
  );
  const job = await jobOf("shop-slow");
  expect((await checkpoint(job, "late", "mine")).status).toBe(409);
  openSlow[0]?.();
  const [run] = await endedRuns(harness, 1, "shop-slow");
  expect(run?.output).toEqual({ quick: "quick", slow: 2, last: 2 });
  expect(await stepsOf(job.run_id)).toHaveLength(3);
});

test("a checkpoint that comes again changes nothing; after the run's end it is refused", async () => {
  slowTries = 0;
  openSlow.length = 0;
  await harness.client.send({ name: "t/slow" });
  await eventually(() => openSlow.length === 1, "the slow step");
  const job = await jobOf("shop-slow");
  expect((await checkpoint(job, "extra", "first")).status).toBe(200);
  expect((await checkpoint(job, "extra", "second")).status).toBe(200);
  expect((await checkpoint(job, "x", 1, "Sleep")).status).toBe(400);
  const steps = await stepsOf(job.run_id);
  expect(steps.map(({ value }) => value)).toEqual([
    { data: "quick" },
    { data: "first" },
  ]);
  await harness.api(`/v1/runs/${job.run_id}`, "DELETE");
  expect((await checkpoint(job, "after", 1)).status).toBe(409);
  openSlow[0]?.();
});

type JobRow = { id: string; run_id: string; generation: number };

async function jobOf(slug: string): Promise<JobRow> {
  const [job] = await harness.query<JobRow>(
    `SELECT j.id, j.run_id, j.generation FROM inngest_local.jobs AS j
     JOIN inngest_local.functions AS f ON f.id = j.function_id
     WHERE f.slug = $1 AND j.state = 'ready'`,
    [slug],
  );
  if (job === undefined) throw new Error("no job");
  return job;
}

function stepsOf(runId: string) {
  return harness.query<{ value: unknown }>(
    "SELECT value FROM inngest_local.steps WHERE run_id = $1 ORDER BY position",
    [runId],
  );
}

function checkpoint(job: JobRow, id: string, data: unknown, op = "StepRun") {
  return fetch(`${harness.server.url}/v1/checkpoint/${job.run_id}/async`, {
    method: "POST",
    headers: { authorization: `Bearer ${hashSigningKey(SIGNING_KEY)}` },
    body: JSON.stringify({
      run_id: job.run_id,
      qi_id: job.id,
      generation_id: job.generation,
      steps: [{ op, id, data }],
    }),
  });
}
