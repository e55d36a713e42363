import { z } from "zod";
import { database } from "../../db";
import { toSyncDto } from "../sync/sync-row";
import type { FlowDto } from "./schemas";
import type { Window } from "./window";

const RATE_MINUTES = 5;

const Row = z.object({
  sync_id: z.string(),
  read: z.number(),
  filtered: z.number(),
  invalid: z.number(),
  delivered: z.number(),
  rejected: z.number(),
  pending: z.number(),
});
const RateRow = z.object({
  sync_id: z.string(),
  recent: z.number(),
  last_read_at: z.date(),
});

/** Every sync with its books and its present rate. */
export async function readFlows(window: Window): Promise<FlowDto[]> {
  const [syncs, books, rates] = await Promise.all([
    database().prisma.sync.findMany({
      where: { workspaceId: window.workspaceId },
      orderBy: { id: "asc" },
    }),
    readBooks(window),
    readRates(window),
  ]);
  return syncs.map((row) => {
    const { sync_id: _, ...ledger } = books.get(row.id) ?? NOTHING;
    const rate = rates.get(row.id);
    return {
      sync: toSyncDto(row),
      ledger,
      perMinute: (rate?.recent ?? 0) / RATE_MINUTES,
      lastReadAt: rate?.last_read_at.toISOString() ?? null,
    };
  });
}

const NOTHING: z.infer<typeof Row> = {
  sync_id: "",
  ...{ read: 0, filtered: 0, invalid: 0, delivered: 0, rejected: 0 },
  pending: 0,
};

/** Whole runs, not parts of them: only a run's books balance. */
async function readBooks({ workspaceId, since }: Window) {
  const { rows } = await database().pool.query(
    `SELECT sync_id, sum(read)::int AS read, sum(filtered)::int AS filtered, sum(invalid)::int AS invalid,
       sum(delivered)::int AS delivered, sum(rejected)::int AS rejected, sum(pending)::int AS pending
     FROM runs WHERE workspace_id = $1 AND (finished_at IS NULL OR finished_at >= $2) GROUP BY sync_id`,
    [workspaceId, since],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [row.sync_id, row]),
  );
}

async function readRates({ workspaceId, since, until }: Window) {
  const { rows } = await database().pool.query(
    `SELECT r.sync_id, max(c.finished_at) AS last_read_at,
       coalesce(sum(c.read) FILTER (WHERE c.finished_at > $3::timestamptz - make_interval(mins => $4)), 0)::int AS recent
     FROM chunks c JOIN runs r ON r.id = c.run_id
     WHERE r.workspace_id = $1 AND c.finished_at >= $2 AND c.kind = 'read' GROUP BY r.sync_id`,
    [workspaceId, since, until, RATE_MINUTES],
  );
  return new Map(
    z
      .array(RateRow)
      .parse(rows)
      .map((row) => [row.sync_id, row]),
  );
}
