import { z } from "zod";
import { database } from "../../db";
import { emptyLedger } from "../../sync/ledger";
import { LedgerDto } from "../run/schemas";
import { toSyncDto } from "../sync/sync-row";
import type { FlowDto } from "./schemas";
import type { Window } from "./window";

const RATE_MINUTES = 5;

const BooksRow = LedgerDto.extend({ sync_id: z.string() });
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
    const rate = rates.get(row.id);
    return {
      sync: toSyncDto(row),
      ledger: books.get(row.id) ?? emptyLedger(),
      perMinute: (rate?.recent ?? 0) / RATE_MINUTES,
      lastReadAt: rate?.last_read_at.toISOString() ?? null,
    };
  });
}

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
      .array(BooksRow)
      .parse(rows)
      .map(({ sync_id: syncId, ...ledger }) => [syncId, ledger]),
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
