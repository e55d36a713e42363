import type pg from "pg";
import { conflict } from "../../errors";
import type { Sync } from "../../generated/prisma/client";
import type { SyncDefinition } from "../../sync/definition";
import { endSql, LIVE_VERSION_SQL } from "./live-version";

type Left = { destination: string | null; pending: number; replays: number };

/**
 * Refuses a version that sends elsewhere than the one before while records of
 * that one still wait for their answer, or are being replayed: the new version
 * would send them there. The caller holds the cursor, so that none is added.
 */
export async function requireSettled(
  client: Pick<pg.PoolClient, "query">,
  sync: Sync,
  { destination }: SyncDefinition,
): Promise<void> {
  const { rows } = await client.query<Left>(
    `SELECT c.name AS destination, (SELECT count(*)::int FROM data.pending p WHERE p.sync_id = s.id) AS pending,
       (SELECT count(*)::int FROM runs r WHERE r.sync_id = s.id AND r.trigger = 'replay' AND r.stopped_reading_at IS NULL
          AND r.finished_at IS NULL) AS replays
     FROM syncs s JOIN ${LIVE_VERSION_SQL} LEFT JOIN connections c ON c.id = ${endSql("destination")}
     WHERE s.id = $1 AND ${endSql("destination")} <> $2`,
    [sync.id, destination.connection],
  );
  const [left] = rows;
  if (left === undefined || left.pending + left.replays === 0) return;
  throw conflict(
    `This version sends elsewhere, but ${sync.name} has ${leftWords(left)} for ${left.destination ?? "its destination"}. ${adviceFor(left)} Then publish.`,
  );
}

function leftWords({ pending, replays }: Left): string {
  const parts = [
    ...(pending > 0 ? [countOf(pending, "pending record")] : []),
    ...(replays > 0 ? [`${countOf(replays, "replay")} under way`] : []),
  ];
  return parts.join(" and ");
}

const countOf = (count: number, noun: string) =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

function adviceFor({ pending, replays }: Left): string {
  const replay = "Let replays end, or cancel them.";
  const drain =
    "Drain the sync, or pause it and cancel the runs that have them pending.";
  return [
    ...(replays > 0 ? [replay] : []),
    ...(pending > 0 ? [drain] : []),
  ].join(" ");
}
