import { createApi } from "../../tests/system/api";
import { prepareSluice } from "../../tests/system/running-sluice";
import { lessIsBetter, percentile95, type BenchResult } from "../bench";

const FIELDS = 200;
const CALLS = 60;
/** What the editor promises: a preview that follows the hand. */
const GOAL_MS = 100;

/** How long the API takes to preview a mapping of 200 fields on a record, as the editor asks for it. */
export async function benchPreview(): Promise<BenchResult> {
  const sluice = await prepareSluice();
  await sluice.start();
  try {
    const api = createApi(sluice);
    const { id, definition } = await wideSync(api);
    const record = {
      ...{ event_id: "1", event: "A", identity: "ann@acme.io" },
      properties: Object.fromEntries(
        Array.from({ length: FIELDS }, (_, at) => [`f${at}`, ` Value ${at} `]),
      ),
    };
    const body = { definition, records: [record] };
    const times: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const startedAt = performance.now();
      await api.call("POST", `/syncs/${id}/preview`, body);
      times.push(performance.now() - startedAt);
    }
    const p95 = percentile95(times);
    return lessIsBetter("mapping-preview", "ms (p95)", p95, { goal: GOAL_MS });
  } finally {
    await sluice.stop("SIGTERM");
    await sluice.remove();
  }
}

async function wideSync(api: ReturnType<typeof createApi>) {
  await api.call("POST", "/connections", {
    ...{ name: "heap", kind: "heap" },
    settings: { appId: "11", region: "sandbox" },
  });
  await api.call("POST", "/connections", {
    ...{ name: "segment", kind: "segment", settings: { region: "sandbox" } },
    credentials: { writeKey: "w".repeat(32) },
  });
  const fields = Array.from({ length: FIELDS }, (_, at) => [
    `properties.f${at}`,
    { fn: "lowercase", args: [{ path: `properties.f${at}` }] },
  ]);
  const sync = await api.call("POST", "/syncs", {
    name: "Wide",
    source: { connection: "heap", stream: "events" },
    destination: { connection: "segment", action: "segment.track" },
    mapping: {
      event: { path: "event" },
      userId: { path: "identity" },
      ...(Object.fromEntries(fields) as object),
    },
  });
  return sync as { id: string; definition: object };
}
