import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionDto } from "../../lib/services/connection/schemas";
import type { Context } from "../../lib/services/context";
import type { JsonObject } from "../../lib/shared/json";
import { defaultMapping } from "../../lib/sync/actions/fitting";
import type { ActionName } from "../../lib/sync/actions/registry";
import type { Ledger } from "../../lib/sync/ledger";
import { STREAMS, type StreamName } from "../../lib/sync/streams/registry";
import { createSandbox } from "../../local/sandbox/server";
import { setAppEnvironment } from "./app-environment";
import { createTestDatabase } from "./test-database";

const sha256Hex = (text: string) => hash("sha256", text, "hex");

/** The engine's verbs, loaded once the environment is set. */
async function loadApp() {
  return {
    ...(await import("../../lib/db")),
    ...(await import("../../lib/services/workspace/bootstrap")),
    ...(await import("../../lib/services/connection/create")),
    ...(await import("../../lib/services/connection/update")),
    ...(await import("../../lib/services/connection/remove")),
    ...(await import("../../lib/services/connection/status")),
    ...(await import("../../lib/services/connection/tally-ingest")),
    ...(await import("../../lib/services/connection/check")),
    ...(await import("../../lib/services/connect/import-step")),
    ...(await import("../../lib/services/connect/control")),
    ...(await import("../../lib/services/connect/change-tables")),
    ...(await import("../../lib/services/connect/read")),
    ...(await import("../../lib/services/connect/warehouse/preview")),
    ...(await import("../../lib/services/connect/warehouse/key-pair")),
    ...(await import("../../lib/services/connection/read")),
    ...(await import("../../lib/services/sync/write")),
    ...(await import("../../lib/services/sync/lifecycle")),
    ...(await import("../../lib/services/inbox/ingest-heap")),
    ...(await import("../../lib/services/delivery/open-run")),
    ...(await import("../../lib/services/delivery/run-chunk")),
    ...(await import("../../lib/services/flow/gate")),
    ...(await import("../../lib/services/flow/outcomes")),
    ...(await import("../../lib/services/sync/sweep")),
    ...(await import("../../lib/services/delivery/report-failure")),
    ...(await import("../../lib/services/run/cancel")),
    ...(await import("../../lib/services/run/read")),
    ...(await import("../../lib/services/run/start")),
    ...(await import("../../lib/services/run/records")),
    ...(await import("../../lib/services/dead-letter/detail")),
    ...(await import("../../lib/services/dead-letter/groups")),
    ...(await import("../../lib/services/dead-letter/list")),
    ...(await import("../../lib/services/inbox/retention")),
    ...(await import("../../lib/services/replay/preview-range")),
    ...(await import("../../lib/services/replay/retry-letter")),
    ...(await import("../../lib/services/replay/run-replay-chunk")),
    ...(await import("../../lib/services/replay/start-letters")),
    ...(await import("../../lib/services/replay/start-range")),
    ...(await import("../../lib/services/replay/wake")),
    ...(await import("../../lib/services/run/pipeline")),
    ...(await import("../../lib/services/catalogue/read")),
    ...(await import("../../lib/services/catalogue/update")),
    ...(await import("../../lib/services/catalogue/drift")),
    ...(await import("../../lib/services/sync/check")),
    ...(await import("../../lib/services/sync/compare")),
    ...(await import("../../lib/services/sync/draft")),
    ...(await import("../../lib/services/sync/preview")),
    ...(await import("../../lib/services/sync/read")),
    ...(await import("../../lib/services/sync/send-one")),
    ...(await import("../../lib/services/sync/versions")),
    ...(await import("../../lib/services/sync/start-due")),
    ...(await import("../../lib/services/sync/version-definition")),
    ...(await import("../../lib/services/snapshot/estimate")),
    ...(await import("../../lib/services/inbox/latest-records")),
    ...(await import("../../lib/services/inbox/event-names")),
    ...(await import("../../lib/services/alert/measure/watched-syncs")),
    ...(await import("../../lib/services/metrics/sync-samples")),
    ...(await import("../../lib/services/tracking-plan/manage")),
    ...(await import("../../lib/services/tracking-plan/refresh")),
    ...(await import("../../lib/services/tracking-plan/remove")),
    ...(await import("../../lib/sync/ledger")),
  };
}
type App = Awaited<ReturnType<typeof loadApp>>;
export type Engine = Awaited<ReturnType<typeof startEngine>>;

/** From ingest to Segment's look-alike, chunk by chunk, on real PostgreSQL; `environment` is set beside the rest. */
export async function startEngine(environment: Record<string, string> = {}) {
  const testDatabase = await createTestDatabase({ migrate: true });
  const folder = await mkdtemp(join(tmpdir(), "engine-test-"));
  const sandbox = await createSandbox({
    ...{ port: 0, host: "127.0.0.1", dataDir: folder, appUrl: null },
  });
  setAppEnvironment({
    DATABASE_URL: testDatabase.url,
    SANDBOX_PORT: new URL(sandbox.url).port,
    OUTBOUND_ALLOW: "127.0.0.1,localhost,::1",
    ...environment,
  });
  const app = await loadApp();
  const ctx = await ownerContext(app);
  return {
    app,
    ctx,
    sandboxUrl: sandbox.url,
    ...syncHelpers(app, ctx, sandbox.url),
    ...segmentHelpers(sandbox.url),
    async stop() {
      await app.database().prisma.$disconnect();
      await app.database().pool.end();
      await sandbox.close();
      await testDatabase.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ownerContext(app: App): Promise<Context> {
  await app.bootstrap({
    email: "ann@acme.io",
    password: "a long password",
    apiKey: null,
  });
  const membership = await app.database().prisma.membership.findFirstOrThrow();
  return {
    workspaceId: membership.workspaceId,
    role: "owner",
    actor: { kind: "user", id: membership.userId },
    now: () => new Date(),
  };
}

function syncHelpers(app: App, ctx: Context, sandboxUrl: string) {
  let names = 0;
  return {
    /** A published sync between two new connections; `source` and others change its definition. */
    async aLiveSync({
      stream = "events",
      action = "segment.track",
      where = null,
      segmentCredentials = {},
      segmentSettings = {},
      segment: known = null,
      ...definition
    }: {
      stream?: StreamName;
      action?: ActionName;
      where?: object | null;
      segmentCredentials?: object;
      segmentSettings?: object;
      /** An earlier sync's, to send to the same. */
      segment?: ConnectionDto | null;
    } & Record<string, unknown> = {}) {
      names += 1;
      const heap = await app.createConnection({
        ctx,
        input: {
          name: `heap-${names}`,
          kind: "heap",
          settings: { appId: "11" },
        },
      });
      const segment =
        known ??
        (await app.createConnection({
          ctx,
          input: {
            name: `segment-${names}`,
            kind: "segment",
            settings: {
              endpoint: `${sandboxUrl}/segment`,
              publicApiEndpoint: `${sandboxUrl}/segment`,
              ...segmentSettings,
            },
            credentials: { writeKey: "k".repeat(32), ...segmentCredentials },
          },
        }));
      const sync = await app.createSync({
        ctx,
        input: {
          name: `sync-${names}`,
          source: { connection: heap.name, stream, where },
          destination: { connection: segment.name, action },
          mapping: defaultMapping(stream, action, "11"),
          ...definition,
        },
      });
      await app.publishSync({ ctx, input: { id: sync.id } });
      return {
        syncId: sync.id,
        segment,
        heapId: heap.id,
        key: heap.ingestUrl?.split("/").at(-1) ?? "",
      };
    },

    ingest: (key: string, text: string, format: "json" | "lines" = "json") =>
      app.ingestHeap({ key, text, format, header: () => null }),

    /** Puts records of a stream into the inbox, as reading Heap does; `generation` counts up where one came again changed. */
    async putRecords(
      connectionId: string,
      stream: StreamName,
      records: readonly JsonObject[],
      generation = 0,
    ) {
      const named = records.map((record) => {
        const outcome = STREAMS[stream].check(record, connectionId, sha256Hex);
        if (!outcome.ok) throw new Error(outcome.message);
        return outcome;
      });
      const recordKeys = named.map(({ recordKey }) => recordKey);
      const { pool } = app.database();
      const { rows } = await pool.query<{ last: string }>(
        "SELECT coalesce(max(id), 0) AS last FROM data.inbox",
      );
      await pool.query(
        "SELECT data.append_inbox($1, $2, (now() AT TIME ZONE 'UTC')::date, $3, $4, $5, $6)",
        [
          ...[connectionId, stream],
          recordKeys.map((key) => sha256Hex(`${key} ${generation}`).slice(32)),
          ...[recordKeys, named.map(({ event }) => event)],
          records.map((record) => JSON.stringify(record)),
        ],
      );
      await pool.query(
        "UPDATE data.inbox SET generation = $1 WHERE id > $2 AND record_key = ANY($3)",
        [generation, rows[0]?.last, recordKeys],
      );
    },

    /** Runs chunks until there is nothing to go on with; answers why. */
    async work(syncId: string) {
      for (let turn = 0; turn < 50; turn += 1) {
        const { next } = await app.runChunk(syncId);
        if (next !== "more") return next;
      }
      throw new Error("The sync found no end");
    },

    /** The same for the reading of a connection's Heap Connect. */
    async workImport(connectionId: string) {
      for (let turn = 0; turn < 100; turn += 1) {
        const { next } = await app.runImportStep(connectionId);
        if (next !== "more") return next;
      }
      throw new Error("The import found no end");
    },

    /** The same for a replay. */
    async workReplay(runId: string) {
      for (let turn = 0; turn < 50; turn += 1) {
        const { next } = await app.runReplayChunk(runId);
        if (next !== "more") return next;
      }
      throw new Error("The replay found no end");
    },

    async ledgersOf(syncId: string): Promise<Ledger> {
      const runs = await app
        .database()
        .prisma.run.findMany({ where: { syncId } });
      return runs
        .map(({ read, filtered, invalid, delivered, rejected, pending }) => ({
          ...{ read, filtered, invalid, delivered, rejected, pending },
        }))
        .reduce(app.addLedgers, app.emptyLedger());
    },

    /** As if so much time had passed for everything that waits. */
    async passTime(seconds: number) {
      await app.database().pool.query(
        `WITH t AS (SELECT $1::float8 * interval '1 second' AS ago),
         waits AS (UPDATE syncs SET waiting_until = waiting_until - ago, waiting_since = waiting_since - ago FROM t),
         alone AS (UPDATE data.pending SET next_at = next_at - ago, created_at = created_at - ago, failed_at = failed_at - ago FROM t)
         UPDATE data.flow SET probe_at = probe_at - ago, faulty_since = faulty_since - ago, opened_at = opened_at - ago,
           paused_until = paused_until - ago, succeeded_at = succeeded_at - ago FROM t`,
        [seconds],
      );
    },
  };
}

function segmentHelpers(sandboxUrl: string) {
  return {
    reset: () => fetch(`${sandboxUrl}/_control/reset`, { method: "POST" }),
    setFault: (fault: object) =>
      fetch(`${sandboxUrl}/_control/faults`, {
        method: "POST",
        body: JSON.stringify({ system: "segment", ...fault }),
      }),
    /** The calls that Segment's look-alike took, oldest first. */
    async received() {
      const response = await fetch(
        `${sandboxUrl}/_control/received?system=segment&limit=200`,
      );
      const { data } = (await response.json()) as {
        data: { body: Record<string, unknown> }[];
      };
      return data.map(({ body }) => body);
    },
    async segmentStats() {
      const response = await fetch(`${sandboxUrl}/_control/stats`);
      const { segment } = (await response.json()) as {
        segment: { distinctIds: number; duplicates: number; dropped: object };
      };
      return segment;
    },
  };
}

export const anEvent = (index: number, extra: object = {}) => ({
  event_id: String(index),
  event: "Sign Up",
  identity: `user-${index}@acme.io`,
  time: "2026-11-01T10:00:00.000Z",
  properties: { plan_name: "Pro" },
  ...extra,
});
