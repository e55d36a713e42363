import { createApi, postPatiently } from "../../tests/system/api";
import type { RunningSluice } from "../../tests/system/running-sluice";

const MAPPED = 200;
/** The catalogue answers with 5,000 fields at most, the records' own members among them. */
const NAMES = 5_000;
/** A record is looked at for 1,000 fields at most. */
const NAMES_PER_EVENT = 500;
const RECORDS_PER_EVENT = 20;

/** A sync of 200 mapped fields, whose records have 5,000 different ones; answers its id. */
export async function makeWideSync(sluice: RunningSluice): Promise<string> {
  const { call } = createApi(sluice);
  const heap = (await call("POST", "/connections", {
    ...{ name: "heap", kind: "heap" },
    settings: { appId: "11", region: "sandbox" },
  })) as { ingestUrl: string };
  await call("POST", "/connections", {
    ...{ name: "segment", kind: "segment", settings: { region: "sandbox" } },
    credentials: { writeKey: "w".repeat(32) },
  });
  for (let from = 0; from < NAMES; from += NAMES_PER_EVENT)
    await postPatiently(heap.ingestUrl, JSON.stringify(recordsOf(from)));
  const sync = await call("POST", "/syncs", {
    name: "Wide",
    source: { connection: "heap", stream: "events" },
    destination: { connection: "segment", action: "segment.track" },
    mapping: wideMapping(),
  });
  return (sync as { id: string }).id;
}

/** Records of one event, whose fields no other event has. */
function recordsOf(from: number) {
  const names = Array.from({ length: NAMES_PER_EVENT }, (_, at) => from + at);
  return Array.from({ length: RECORDS_PER_EVENT }, (_, index) => ({
    ...{ event_id: `${from}-${index}`, event: `Event ${from}` },
    ...{ identity: `user-${index}@acme.io`, time: "2026-11-01T10:00:00Z" },
    properties: Object.fromEntries(
      names.map((at) => [nameOf(at), `value ${at} ${index}`]),
    ),
  }));
}

/** Fields from all over the source column, every other one with a function on its way. */
function wideMapping() {
  const step = NAMES / MAPPED;
  const fields = Array.from({ length: MAPPED }, (_, at) => {
    const path = { path: `properties.${nameOf(at * step)}` };
    const expression = at % 2 === 0 ? path : { fn: "lowercase", args: [path] };
    return [`properties.${nameOf(at * step)}`, expression];
  });
  return {
    ...{ event: { path: "event" }, userId: { path: "identity" } },
    ...(Object.fromEntries(fields) as object),
  };
}

const nameOf = (at: number) => `field_${String(at).padStart(4, "0")}`;
