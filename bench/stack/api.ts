import { createApi } from "../../tests/system/api";
import { TEN_FIELDS } from "./events";
import type { Stack } from "./stack";

type HeapConnection = { id: string; ingestUrl: string };

/** Over the REST API, as a script would: connections, syncs and what became of them. */
export function connectionsOf(stack: Stack) {
  const system = createApi(stack);
  const { call } = system;
  let names = 0;
  return {
    async aHeapConnection(): Promise<HeapConnection> {
      names += 1;
      return (await call("POST", "/connections", {
        name: `heap-${names}`,
        kind: "heap",
        settings: { appId: "11", region: "sandbox" },
      })) as HeapConnection;
    },
    /** A destination at the sandbox, or at another endpoint. */
    async aSegmentConnection(
      endpoint = `${stack.sandboxUrl}/segment`,
    ): Promise<string> {
      names += 1;
      const segment = await call("POST", "/connections", {
        name: `segment-${names}`,
        kind: "segment",
        settings: { endpoint },
        credentials: { writeKey: "w".repeat(32) },
      });
      return (segment as { id: string }).id;
    },
    /** A draft of ten mapped fields, and more if asked, that reads the inbox from its beginning. */
    async aSync(
      heapId: string,
      segmentId: string,
      moreFields: object = {},
    ): Promise<string> {
      names += 1;
      const sync = await call("POST", "/syncs", {
        name: `sync-${names}`,
        source: { connection: heapId, stream: "events" },
        startFrom: "beginning",
        destination: { connection: segmentId, action: "segment.track" },
        mapping: { ...TEN_FIELDS, ...moreFields },
      });
      return (sync as { id: string }).id;
    },
    delivered: async (syncId: string) =>
      (await system.ledger(syncId)).delivered,
    publish: (syncId: string) => call("POST", `/syncs/${syncId}/publish`),
    pause: (syncId: string) => call("POST", `/syncs/${syncId}/pause`),
  };
}
