import { eventsOf, type TraitDefinition } from "../definition";
import type { BoundValues } from "./bound-values";
import { conditionSql, propertySql } from "./condition-sql";

/** A trait as an aggregate over a person's events `e`, and what it is without any. */
export type TraitAggregate = { sql: string; none: string };

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** Which events `e` a trait counts. */
function countsSql(
  bound: BoundValues,
  definition: TraitDefinition,
  now: Date,
): string {
  const events = eventsOf(definition);
  const { where, in: window } = definition;
  const parts = [
    ...(events === null
      ? []
      : [`e.event = ANY(${bound.bind(events, "text[]")})`]),
    ...(window ? [sinceSql(bound, now, window.days)] : []),
    ...(where ? [conditionSql(bound, where)] : []),
  ];
  return parts.length === 0 ? "true" : parts.join(" AND ");
}

/** Whether an event `e` is of the last so many days; a day is 24 hours. */
export const sinceSql = ({ bind }: BoundValues, now: Date, days: number) =>
  `e.time > ${bind(now, "timestamptz")} - make_interval(hours => ${bind(days, "int")} * 24)`;

/** The aggregate of a kind; the most frequent value has a query of its own. */
export function aggregateSql(
  bound: BoundValues,
  definition: Exclude<TraitDefinition, { kind: "mostFrequent" }>,
  now: Date,
): TraitAggregate {
  const counted = `FILTER (WHERE ${countsSql(bound, definition, now)})`;
  switch (definition.kind) {
    case "count":
      return { sql: `count(*) ${counted}`, none: "0" };
    case "firstTime":
      return { sql: timeSql(`min(e.time) ${counted}`, ISO), none: "NULL" };
    case "lastTime":
      return { sql: timeSql(`max(e.time) ${counted}`, ISO), none: "NULL" };
    case "lastActiveDate":
      return {
        sql: timeSql(`max(e.time) ${counted}`, "'YYYY-MM-DD'"),
        none: "NULL",
      };
    case "activeDays":
      return {
        sql: `count(DISTINCT (e.time AT TIME ZONE 'UTC')::date) ${counted}`,
        none: "0",
      };
    case "sessions":
      return { sql: `count(DISTINCT e.session_id) ${counted}`, none: "0" };
    case "adopted":
      return {
        sql: `count(*) ${counted} >= ${bound.bind(definition.atLeast, "int")}`,
        none: "false",
      };
    case "sum":
    case "average":
      return numbersSql(bound, definition, counted);
  }
}

const timeSql = (time: string, format: string) =>
  `to_char((${time}) AT TIME ZONE 'UTC', ${format})`;

function numbersSql(
  { bind }: BoundValues,
  { kind, property }: Extract<TraitDefinition, { kind: "sum" | "average" }>,
  counted: string,
): TraitAggregate {
  const number = `data.trait_number(${propertySql(bind, property)})`;
  const sum = `sum(${number}) ${counted}`;
  const sql =
    kind === "sum"
      ? `trim_scale(${sum})`
      : `data.trait_average(${sum}, count(${number}) ${counted})`;
  return { sql, none: "NULL" };
}

/**
 * The most frequent value of each person: of those that came equally often the
 * one that came last, then the first in the alphabet.
 */
export function mostFrequentSql(
  bound: BoundValues,
  definition: Extract<TraitDefinition, { kind: "mostFrequent" }>,
  now: Date,
): string {
  const value = propertySql(bound.bind, definition.property);
  return `SELECT DISTINCT ON (person) person, value FROM (
      SELECT e.person, ${value} #>> '{}' AS value, count(*) AS often, max(e.time) AS last FROM e
      WHERE jsonb_typeof(${value}) IN ('string', 'number', 'boolean') AND ${value} <> '""'::jsonb
        AND ${countsSql(bound, definition, now)}
      GROUP BY 1, 2) AS seen
    ORDER BY person, often DESC, last DESC, value COLLATE "C"`;
}
