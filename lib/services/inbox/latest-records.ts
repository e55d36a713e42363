import { z } from "zod";
import { database } from "../../db";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import { findConnection } from "../connection/connection-row";
import type { VerbArgs } from "../context";
import { PageInput, type Page } from "../page";
import { StreamSchema } from "../stream";
import type { SampleRecordDto } from "./schemas";

/** A search looks at so many of the newest records. */
const SEARCHED_MAX = 20_000;

export const LatestRecordsInput = PageInput.extend({
  connectionId: z.string(),
  stream: StreamSchema,
  /** All events, where none is named. */
  events: z.array(z.string()).max(200),
  /** Part of a record's text: an id, an address, a value. */
  q: z.string().max(200).nullable().default(null),
  /** Of the last record of the page before. */
  cursor: z.string().regex(/^\d+$/).nullable().default(null),
});

type Row = {
  id: string;
  record_key: string;
  event: string;
  received_at: Date;
  payload: string;
};

/** The records that arrived at a connection, newest first: real ones to try a mapping on. */
export async function listLatestRecords({
  ctx,
  input,
}: VerbArgs<z.infer<typeof LatestRecordsInput>>): Promise<
  Page<SampleRecordDto>
> {
  const connection = await findConnection(ctx, input.connectionId);
  const rows = await readLatest(connection.id, input);
  const shown = rows.slice(0, input.limit);
  return {
    data: shown.map((row) => ({
      recordKey: row.record_key,
      event: row.event,
      receivedAt: row.received_at.toISOString(),
      record: asRecord(row.payload),
    })),
    nextCursor: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

async function readLatest(
  connectionId: string,
  { stream, events, q, cursor, limit }: z.infer<typeof LatestRecordsInput>,
): Promise<Row[]> {
  const { rows } = await database().pool.query<Row>(
    `SELECT id, record_key, event, received_at, payload::text AS payload FROM (
       SELECT * FROM data.inbox WHERE connection_id = $1 AND stream = $7 AND ($2::text[] IS NULL OR event = ANY($2))
         AND ($3::bigint IS NULL OR id < $3) ORDER BY id DESC LIMIT $4) newest
     WHERE $5::text IS NULL OR position(lower($5) IN lower(payload::text)) > 0
     ORDER BY id DESC LIMIT $6`,
    [
      connectionId,
      events.length === 0 ? null : events,
      cursor,
      q === null ? limit + 1 : SEARCHED_MAX,
      q,
      limit + 1,
      stream,
    ],
  );
  return rows;
}

/** What is in the inbox was checked when it came in. */
function asRecord(payload: string): JsonObject {
  const value = parseLossless(payload);
  return isJsonObject(value) ? value : {};
}
