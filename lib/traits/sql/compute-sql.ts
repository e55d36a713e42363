import { eventsOf, type TraitDefinition } from "../definition";
import { boundValues, type BoundValues } from "./bound-values";
import {
  aggregateSql,
  sinceSql,
  mostFrequentSql,
  type TraitAggregate,
} from "./trait-sql";

export type ComputeInput = {
  connectionId: string;
  persons: readonly string[];
  definitions: readonly TraitDefinition[];
  now: Date;
};

export type Statement = { text: string; values: unknown[] };

/**
 * All traits of some people by one statement, in one pass over their events:
 * a row (person, traits, has_events) for each, also for those without events.
 */
export function computeSql({
  connectionId,
  persons,
  definitions,
  now,
}: ComputeInput): Statement {
  const bound = boundValues();
  const people = bound.bind(persons, "text[]");
  const connection = bound.bind(connectionId, "text");
  const columns = definitions.map((definition, index) =>
    columnOf(bound, { definition, index, now }),
  );
  const queries = columns.flatMap(({ query }) => query ?? []);
  const aggregates = columns.flatMap(({ aggregate }) => aggregate ?? []);
  const members = columns.flatMap(({ name, value }) => [name, value]);
  const needed = neededSql(bound, definitions, now);
  const text = `WITH given AS (SELECT ${bound.places.join(", ")}), e AS MATERIALIZED (
    SELECT person, event, time, session_id, properties FROM data.event e
    WHERE connection_id = ${connection} AND person = ANY(${people}) AND NOT is_gone${needed}
  ), computed AS (
    SELECT ${["e.person", ...aggregates].join(", ")} FROM e GROUP BY e.person
  )${queries.map((query) => `, ${query}`).join("")}
  SELECT p.person, jsonb_build_object(${members.join(", ")}) AS traits,
    EXISTS (SELECT FROM data.event own WHERE own.connection_id = ${connection} AND own.person = p.person AND NOT own.is_gone) AS has_events
  FROM unnest(${people}) AS p (person) LEFT JOIN computed c ON c.person = p.person
  ${columns.flatMap(({ join }) => join ?? []).join(" ")}`;
  return { text, values: bound.values };
}

type Column = {
  /** Where its name is bound. */
  name: string;
  value: string;
  aggregate: string | null;
  query: string | null;
  join: string | null;
};

function columnOf(
  bound: BoundValues,
  {
    definition,
    index,
    now,
  }: { definition: TraitDefinition; index: number; now: Date },
): Column {
  const name = bound.bind(definition.name, "text");
  if (definition.kind === "mostFrequent") {
    const own = `most_${index}`;
    return {
      ...{ name, value: `${own}.value`, aggregate: null },
      query: `${own} AS (${mostFrequentSql(bound, definition, now)})`,
      join: `LEFT JOIN ${own} ON ${own}.person = p.person`,
    };
  }
  const aggregate = aggregateSql(bound, definition, now);
  return { name, ...plainColumn(aggregate, index), query: null, join: null };
}

const plainColumn = ({ sql, none }: TraitAggregate, index: number) => ({
  aggregate: `${sql} AS trait_${index}`,
  value:
    none === "NULL"
      ? `c.trait_${index}`
      : `coalesce(c.trait_${index}, ${none})`,
});

/** Events that no trait looks at need not be read. */
function neededSql(
  bound: BoundValues,
  definitions: readonly TraitDefinition[],
  now: Date,
): string {
  const events = definitions.map(eventsOf);
  const named = events.flatMap((names) => names ?? []);
  const days = definitions.map(({ in: window }) => window?.days ?? null);
  const longest = Math.max(0, ...days.map((own) => own ?? Infinity));
  return [
    events.includes(null)
      ? ""
      : ` AND event = ANY(${bound.bind([...new Set(named)], "text[]")})`,
    Number.isFinite(longest) ? ` AND ${sinceSql(bound, now, longest)}` : "",
  ].join("");
}
