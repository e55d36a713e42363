import { z } from "zod";
import { database } from "../../db";
import type { VerbArgs } from "../context";
import { findConnection } from "../connection/connection-row";
import { StreamSchema } from "../stream";
import { EventNameDto } from "./schemas";

const RECORDS_LOOKED_AT = 5_000;
const NAMES_SHOWN_MAX = 50;

export const EventNamesInput = z.object({
  connectionId: z.string(),
  stream: StreamSchema,
});

/** The events of a connection's latest records, the most frequent first. */
export async function listEventNames({
  ctx,
  input,
}: VerbArgs<z.infer<typeof EventNamesInput>>): Promise<EventNameDto[]> {
  const connection = await findConnection(ctx, input.connectionId);
  const { rows } = await database().pool.query(
    `SELECT event, count(*)::int AS count FROM
       (SELECT event FROM data.inbox WHERE connection_id = $1 AND stream = $4 ORDER BY id DESC LIMIT $2) latest
     GROUP BY event ORDER BY count DESC, event LIMIT $3`,
    [connection.id, RECORDS_LOOKED_AT, NAMES_SHOWN_MAX, input.stream],
  );
  return z.array(EventNameDto).parse(rows);
}
