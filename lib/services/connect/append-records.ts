import type pg from "pg";
import { sha256Bytes, sha256Hex } from "../../crypto";
import type { JsonObject } from "../../shared/json";
import { STREAMS, type StreamName } from "../../sync/streams/registry";
import { textArray, uuidArray } from "../inbox/binary-arrays";

export type ImportedRecord = {
  value: JsonObject;
  /** Counts up when the record comes again with other content. */
  generation: number;
};

/**
 * Appends records to the inbox that came before, perhaps, with other content:
 * each generation of a record is a record of its own. Those that came another
 * way within seven days are known. Throws where a record is none of its stream:
 * nothing may be lost without a word.
 */
export async function appendRecords(
  client: pg.PoolClient,
  connectionId: string,
  stream: StreamName,
  records: readonly ImportedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const named = records.map(({ value, generation }) => {
    const checked = STREAMS[stream].check(value, connectionId, sha256Hex);
    if (!checked.ok)
      throw new TypeError(`A record of ${stream}: ${checked.message}`);
    const { recordKey, event } = checked;
    return { recordKey, event, generation, text: JSON.stringify(value) };
  });
  await client.query({
    name: "append-imported",
    text: `SELECT data.append_imported($1, $2, (now() AT TIME ZONE 'UTC')::date, $3, $4, $5, $6, $7)`,
    values: [
      ...[connectionId, stream],
      uuidArray(named.map((record) => sha256Bytes(inboxKey(record)))),
      textArray(named.map(({ recordKey }) => recordKey)),
      textArray(named.map(({ event }) => event)),
      textArray(named.map(({ text }) => text)),
      named.map(({ generation }) => generation),
    ],
  });
}

/** The first generation is the record that may have come by webhook too. */
const inboxKey = ({
  recordKey,
  generation,
}: {
  recordKey: string;
  generation: number;
}) => (generation === 0 ? recordKey : `${recordKey} ${generation}`);
