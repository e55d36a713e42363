import { z } from "zod";
import { database } from "../../db";
import { nameOfType } from "../../mapping/value-type";
import { findConnection } from "../connection/connection-row";
import type { VerbArgs } from "../context";
import { countSampled } from "./sampled";
import type { CatalogueDto } from "./schemas";
import { readTraitFields } from "./trait-fields";
import { StreamSchema } from "../stream";
import { catalogueConnection } from "./update";

export const ReadFieldsInput = z.object({
  connectionId: z.string(),
  stream: StreamSchema,
  /** All events, where none is named. */
  events: z.array(z.string()).max(200),
});

/**
 * What the records of some events look like, field by field, those that are
 * filled most often first, and what is computed of people. Looks at what just
 * arrived as well.
 */
export async function readFields({
  ctx,
  input,
}: VerbArgs<z.infer<typeof ReadFieldsInput>>): Promise<CatalogueDto> {
  const connection = await findConnection(ctx, input.connectionId);
  await catalogueConnection(connection.id);
  const events = input.events.length === 0 ? null : input.events;
  const sampled = await countSampled(
    { connection: connection.id, stream: input.stream },
    events,
  );
  const { rows } = await database().pool.query<FieldRow>(
    `SELECT path, bit_or(types) AS types, sum(filled) AS filled, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
       (array_agg(examples ORDER BY last_seen DESC))[1] AS examples
     FROM data.catalogue_field WHERE connection_id = $1 AND stream = $2 AND ($3::text[] IS NULL OR event = ANY($3))
     GROUP BY path ORDER BY sum(filled) DESC, path LIMIT 5000`,
    [connection.id, input.stream, events],
  );
  const traits =
    input.stream === "users" ? await readTraitFields(connection.id) : [];
  return {
    sampled,
    data: [...rows.map((row) => toDto(row, sampled)), ...traits],
  };
}

type FieldRow = {
  path: string;
  types: number;
  filled: string;
  first_seen: Date;
  last_seen: Date;
  /** Of the event that had the field last. */
  examples: (string | number | boolean)[];
};

function toDto(row: FieldRow, sampled: number) {
  const filled = Number(row.filled);
  return {
    path: row.path,
    types: row.types,
    typeName: nameOfType(row.types),
    filledPercent: sampled === 0 ? 0 : Math.round((filled / sampled) * 100),
    examples: row.examples,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
  };
}
