import { z } from "zod";
import { API_KEY, type RunningSluice } from "./running-sluice";

const Ledger = z.object({
  read: z.number(),
  filtered: z.number(),
  invalid: z.number(),
  delivered: z.number(),
  rejected: z.number(),
  pending: z.number(),
});
export type Ledger = z.infer<typeof Ledger>;
const Runs = z.object({
  data: z.array(z.object({ ledger: Ledger, status: z.string() })),
});
const Stats = z.object({
  segment: z.object({
    distinctIds: z.number(),
    duplicates: z.number(),
    dropped: z.record(z.string(), z.number()),
  }),
});
const WithId = z.object({ id: z.string() });
const HeapConnection = WithId.extend({ ingestUrl: z.string() });

/** A script's way in: REST with an API key, and nothing else. */
export function createApi(sluice: Pick<RunningSluice, "url" | "sandboxUrl">) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<unknown> => {
    const response = await fetch(`${sluice.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${API_KEY}`,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(
        `${method} ${path} answered ${response.status}: ${await response.text()}`,
      );
    return response.status === 204 ? null : response.json();
  };
  return {
    call,
    /** Connects both sides to the sandbox and installs the template. */
    async install(name: string) {
      const heap = HeapConnection.parse(
        await call("POST", "/connections", {
          name: `heap-${name}`,
          kind: "heap",
          settings: { appId: "11", region: "sandbox" },
        }),
      );
      const segment = WithId.parse(
        await call("POST", "/connections", {
          name: `segment-${name}`,
          kind: "segment",
          settings: { region: "sandbox" },
          credentials: { writeKey: "w".repeat(32) },
        }),
      );
      const { sync } = z.object({ sync: WithId }).parse(
        await call("POST", "/templates/heap-event-to-segment-track/install", {
          connections: { heap: heap.id, segment: segment.id },
          answers: { event: null, segmentEvent: null },
          publish: true,
        }),
      );
      return { syncId: sync.id, ingestUrl: heap.ingestUrl };
    },
    async ledger(syncId: string): Promise<Ledger> {
      const { data } = Runs.parse(
        await call("GET", `/runs?syncId=${syncId}&limit=200`),
      );
      const sum = (name: keyof Ledger) =>
        data.reduce((total, { ledger }) => total + ledger[name], 0);
      return {
        read: sum("read"),
        filtered: sum("filtered"),
        invalid: sum("invalid"),
        delivered: sum("delivered"),
        rejected: sum("rejected"),
        pending: sum("pending"),
      };
    },
    async stats() {
      const response = await fetch(`${sluice.sandboxUrl}/_control/stats`);
      return Stats.parse(await response.json()).segment;
    },
  };
}

/** Believable enough: what matters here is that ids differ. */
export function heapEvents(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    event_id: String(from + index),
    event: "Sign Up - Completed",
    identity: `person-${from + index}@acme.io`,
    time: "2026-11-01T10:00:00.000Z",
    properties: { plan_name: "Pro", n: from + index },
  }));
}

/** Posts until it is accepted, as a careful sender would; repeats are known by their ids. */
export async function postPatiently(
  url: string,
  body: string,
  contentType = "application/json",
): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const status = await fetch(url, {
      method: "POST",
      headers: { "content-type": contentType },
      body,
    }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 202) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The app took nothing for two minutes");
}
