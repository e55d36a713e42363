import { database } from "../../db";
import {
  TraitDefinitionSchema,
  type TraitDefinition,
} from "../../traits/definition";
import { traitSentence } from "../../traits/sentence";
import { computeSql } from "../../traits/sql/compute-sql";
import type { VerbArgs } from "../context";
import { previewOfLatest } from "./preview-latest";
import type { TraitPreviewDto } from "./schemas";
import { findTraitSource } from "./trait-row";

const EVENTS_LOOKED_AT = 5_000;
const PEOPLE_MAX = 100;

type Preview = Pick<TraitPreviewDto, "basis" | "people">;

/** What a trait would be for those who did something lately. Nothing is kept. */
export async function previewTrait({
  ctx,
  input,
}: VerbArgs<{
  connectionId: string;
  body: unknown;
}>): Promise<TraitPreviewDto> {
  const connection = await findTraitSource(ctx, input.connectionId);
  const definition = TraitDefinitionSchema.parse(input.body);
  const of = { connectionId: connection.id, now: ctx.now() };
  const kept = await previewOfEvents(of, definition);
  const preview = kept ?? (await previewOfLatest(of, definition));
  return { sentence: traitSentence(definition), ...preview };
}

/** Of all events that are kept; null where none are yet. */
async function previewOfEvents(
  { connectionId, now }: { connectionId: string; now: Date },
  definition: TraitDefinition,
): Promise<Preview | null> {
  const { pool } = database();
  const recent = await pool.query<{ person: string; identity: string | null }>(
    `SELECT r.person, u.identity FROM (
       SELECT person, max(time) AS last FROM (SELECT person, time FROM data.event
         WHERE connection_id = $1 AND NOT is_gone AND EXISTS (SELECT FROM data.event_feed f WHERE f.connection_id = $1 AND f.has_begun AND NOT f.is_ending)
         ORDER BY time DESC LIMIT ${EVENTS_LOOKED_AT}) AS latest
       GROUP BY person ORDER BY last DESC, person LIMIT ${PEOPLE_MAX}) AS r
     LEFT JOIN data.heap_user u ON u.connection_id = $1 AND u.user_id = r.person ORDER BY r.last DESC, r.person`,
    [connectionId],
  );
  if (recent.rows.length === 0) return null;
  const persons = recent.rows.map(({ person }) => person);
  const { rows } = await pool.query<{
    person: string;
    traits: Record<string, Preview["people"][number]["value"]>;
  }>(computeSql({ connectionId, persons, definitions: [definition], now }));
  const values = new Map(rows.map(({ person, traits }) => [person, traits]));
  return {
    basis: "events",
    people: recent.rows.map(({ person, identity }) => ({
      ...{ person, identity },
      value: values.get(person)?.[definition.name] ?? null,
    })),
  };
}
