import { z } from "zod";
import type { ConnectionFacts } from "../../../alerts/facts";
import { database } from "../../../db";
import type { WatchedSync } from "./watched-syncs";

/** After an outage what waited is on its way for a while: that is no news. */
const SETTLING_MINUTES = 15;

const Row = z.object({
  id: z.string(),
  name: z.string(),
  down_since: z.date().nullable(),
  last_error: z.string().nullable(),
  check_failed_at: z.date().nullable(),
  check_detail: z.string().nullable(),
  is_settling: z.boolean(),
});
type Row = z.infer<typeof Row>;

type Connection = Omit<ConnectionFacts, "throttles">;

/** How the connections of these syncs are, by what the breaker and the syncs themselves say. */
export async function readConnections(
  syncs: readonly WatchedSync[],
  now: Date,
): Promise<Connection[]> {
  const ids = new Set(
    syncs.flatMap(({ source_id: source, destination_id: destination }) => [
      source,
      destination,
    ]),
  );
  const { rows } = await database().pool.query(
    `SELECT c.id, c.name, CASE WHEN f.state <> 'closed' THEN least(f.faulty_since, f.opened_at) END AS down_since,
       CASE WHEN f.state <> 'closed' THEN f.last_error END AS last_error,
       CASE WHEN NOT k.ok AND k.checked_at > c.updated_at THEN k.checked_at END AS check_failed_at, k.detail AS check_detail,
       EXISTS (SELECT FROM alerts a WHERE a.workspace_id = c.workspace_id AND a.subject_id = c.id
         AND a.subject_kind = 'connection' AND a.kind IN ('failure', 'credentialsRefused')
         AND (a.state = 'open' OR a.recovered_at > $2::timestamptz - make_interval(mins => $3))) AS is_settling
     FROM connections c LEFT JOIN data.flow f ON f.connection_id = c.id LEFT JOIN connection_checks k ON k.connection_id = c.id
     WHERE c.id = ANY($1) ORDER BY c.id`,
    [[...ids], now, SETTLING_MINUTES],
  );
  return z
    .array(Row)
    .parse(rows)
    .map((row) => toConnection(row, syncs));
}

function toConnection(row: Row, syncs: readonly WatchedSync[]): Connection {
  const waiting = syncs.filter(
    (sync) =>
      sync.destination_id === row.id &&
      sync.waiting_reason === "down" &&
      sync.waiting_since !== null,
  );
  const times = [
    row.down_since,
    ...waiting.map(({ waiting_since: since }) => since),
  ]
    .filter((time) => time !== null)
    .sort((a, b) => a.getTime() - b.getTime());
  return {
    id: row.id,
    name: row.name,
    downSince: times[0] ?? null,
    lastError: row.last_error ?? waiting[0]?.waiting_detail ?? null,
    failedCheck:
      row.check_failed_at === null
        ? null
        : { at: row.check_failed_at, detail: row.check_detail ?? "" },
    isSettling: row.is_settling,
  };
}
