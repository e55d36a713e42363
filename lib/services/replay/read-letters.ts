import { database } from "../../db";
import type { LettersReplay } from "./claim";
import type { SourcePage, SourceRow } from "./source-row";

const LETTERS_MAX = 1_000;

/**
 * An item `i` with its dead letter `d` and what is kept of its record: as it was
 * edited, as a record that was never sent holds it, or as the inbox still does.
 */
export const ITEM_SOURCE = `data.replay_item i JOIN data.dead_letter d ON d.id = i.dead_letter_id
  LEFT JOIN LATERAL (SELECT payload::text AS payload, received_at FROM data.inbox WHERE id = d.inbox_id LIMIT 1) kept ON true`;
export const ITEM_RECORD =
  "coalesce(i.record, CASE WHEN d.outcome = 'invalid' THEN d.record END, kept.payload)";

type Row = {
  position: string;
  inbox_id: string | null;
  record_key: string;
  event: string | null;
  person: string | null;
  generation: number;
  record: string | null;
  call: string | null;
  received_ms: number;
};

/** The next dead letters of a replay, in the order in which their records came. */
export async function readLetters(
  { runId, position }: LettersReplay,
  recordsMax: number,
): Promise<SourcePage> {
  const limit = Math.min(LETTERS_MAX, recordsMax);
  const { rows } = await database().pool.query<Row>(
    `SELECT i.position, d.inbox_id, i.record_key, d.event, d.person, i.generation::float8 AS generation, ${ITEM_RECORD} AS record, d.payload AS call,
       (extract(epoch FROM coalesce(kept.received_at, d.created_at)) * 1000)::float8 AS received_ms
     FROM ${ITEM_SOURCE} WHERE i.run_id = $1 AND i.position > $2 ORDER BY i.position LIMIT $3`,
    [runId, position, limit],
  );
  return {
    rows: rows.map(toSourceRow),
    to: rows.at(-1)?.position ?? position,
    isLast: rows.length < limit,
  };
}

function toSourceRow(row: Row): SourceRow {
  const { position, person, generation, record, call } = row;
  return {
    ...{ position, person, generation, record, call },
    // Items of a sync's letters have one; there is no record of id 0.
    inboxId: row.inbox_id ?? "0",
    recordKey: row.record_key,
    event: row.event ?? "",
    receivedAtMs: row.received_ms,
  };
}
