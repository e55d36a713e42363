import type pg from "pg";
import { sha256Bytes } from "../../crypto";
import { textArray, uuidArray } from "../inbox/binary-arrays";

export type ImportedRecord = {
  recordKey: string;
  generation: number;
  event: string;
  text: string;
};

/**
 * Appends records to the inbox that came before, perhaps, with other content:
 * each generation of a record is a record of its own. Answers how many were new;
 * the others came another way within seven days.
 */
export async function appendRecords(
  client: pg.PoolClient,
  connectionId: string,
  stream: string,
  records: readonly ImportedRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  const { rows } = await client.query<{ taken: number[] }>({
    name: "append-imported",
    text: `SELECT data.append_imported($1, $2, (now() AT TIME ZONE 'UTC')::date, $3, $4, $5, $6, $7) AS taken`,
    values: [
      ...[connectionId, stream],
      uuidArray(records.map((record) => sha256Bytes(inboxKey(record)))),
      textArray(records.map(({ recordKey }) => recordKey)),
      textArray(records.map(({ event }) => event)),
      textArray(records.map(({ text }) => text)),
      records.map(({ generation }) => generation),
    ],
  });
  return rows[0]?.taken.length ?? 0;
}

/** The first generation is the record that may have come by webhook too. */
const inboxKey = ({ recordKey, generation }: ImportedRecord) =>
  generation === 0 ? recordKey : `${recordKey} ${generation}`;
