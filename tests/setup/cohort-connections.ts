import { expect } from "vitest";
import type { Context } from "../../lib/services/context";
import {
  heapHash,
  syncPage,
  WEBHOOK_SECRET,
  type SyncPage,
} from "./cohort-webhook";
import { startEngine, type Engine } from "./engine";
import { startIngestServer, type IngestServer } from "./ingest-server";

type Change = {
  cohort: { id: string; name: string };
  id: string;
  change: string;
  at: string;
};
export type Posting = {
  /** The header `Heap-Hash`; signed as Heap does unless it is given, null for none. */
  hash?: string | null;
  headers?: Record<string, string>;
};
export type CohortConnection = Awaited<ReturnType<typeof aConnection>>;
export type Cohorts = Awaited<ReturnType<typeof startCohorts>>;

const loadVerbs = async () => ({
  ...(await import("../../lib/services/heap-cohort/list")),
  ...(await import("../../lib/services/heap-cohort/forget")),
  ...(await import("../../lib/services/heap-cohort/keep-page")),
});
type Parts = {
  engine: Engine;
  server: IngestServer;
  verbs: Awaited<ReturnType<typeof loadVerbs>>;
};

/** An engine whose ingest addresses are there over HTTP, for Heap's cohort webhook. */
export async function startCohorts() {
  const engine = await startEngine();
  const server = await startIngestServer();
  const parts = { engine, server, verbs: await loadVerbs() };
  let names = 0;
  return {
    ...parts,
    /** A connection that Heap's webhook may post at. */
    newCohort(webhookSecret: string | null = WEBHOOK_SECRET) {
      names += 1;
      return aConnection(parts, `cohorts-${names}`, webhookSecret);
    },
    async stop() {
      server.stop();
      await engine.stop();
    },
  };
}

async function aConnection(
  { engine, server, verbs }: Parts,
  name: string,
  webhookSecret: string | null,
) {
  const { id, ingestUrl } = await engine.app.createConnection({
    ctx: engine.ctx,
    input: {
      ...{ name, kind: "heap", settings: { appId: "11" } },
      credentials: { webhookSecret },
    },
  });
  const key = ingestUrl?.split("/").at(-1) ?? "";
  const post = (
    body: string | object,
    { hash, headers = {} }: Posting = {},
  ) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const signed = hash === undefined ? heapHash(text) : hash;
    return fetch(`${server.origin}/api/ingest/heap/${key}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(signed === null ? {} : { "heap-hash": signed }),
        ...headers,
      },
      body: text,
    });
  };
  return {
    ...{ id, key, post },
    async sync(page: SyncPage, ageMs = 0) {
      const text = JSON.stringify(syncPage(page));
      const ts = Date.now() - ageMs;
      const response = await post(text, { hash: heapHash(text, { ts }) });
      expect(response.status).toBe(200);
      return (await response.json()) as { applied: boolean };
    },
    members: () => readMembers(engine, id),
    records: () => readRecords(engine, id),
    async changes() {
      const records = await readRecords(engine, id);
      return records.map(({ payload }) => JSON.parse(payload) as Change);
    },
    async listed(ctx: Context = engine.ctx) {
      const input = { connectionId: id, limit: 50, cursor: null };
      return (await verbs.listHeapCohorts({ ctx, input })).data;
    },
  };
}

async function readMembers(engine: Engine, id: string): Promise<string[]> {
  const { rows } = await engine.app
    .database()
    .pool.query<{ id: string }>(
      "SELECT member_id AS id FROM data.heap_cohort_member WHERE connection_id = $1 ORDER BY member_id",
      [id],
    );
  return rows.map((row) => row.id);
}

async function readRecords(engine: Engine, id: string) {
  const { rows } = await engine.app
    .database()
    .pool.query<{ payload: string; event: string; record_key: string }>(
      "SELECT payload::text, event, record_key FROM data.inbox WHERE connection_id = $1 AND stream = 'cohort' ORDER BY id",
      [id],
    );
  return rows;
}
