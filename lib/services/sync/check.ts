import { database } from "../../db";
import type { CheckProblem } from "../../mapping/check-problem";
import { pathsOfExpression } from "../../mapping/paths-read";
import type { TargetField } from "../../mapping/target-field";
import { NOTHING, type ValueType } from "../../mapping/value-type";
import { nearestName } from "../../shared/nearest-name";
import { checkDefinition } from "../../sync/check-definition";
import {
  SyncDefinitionSchema,
  type SyncDefinition,
} from "../../sync/definition";
import { eventsOfSource } from "../../sync/events-of-source";
import { planTargets } from "../../sync/plan/plan-targets";
import { ruleFor } from "../../sync/plan/rule-for";
import { countSampled } from "../catalogue/sampled";
import type { VerbArgs } from "../context";
import { lookUpPlan, rulesOf } from "../tracking-plan/plan-row";
import { checkChannels } from "./check-channels";
import { findSync } from "./sync-row";

/** So many records must have been seen before a field that none had is doubted. */
const SAMPLES_TO_DOUBT = 20;

/**
 * All that is wrong with a sync's draft or doubtful in it, by what is known of
 * the records that it takes and the plan that it is held to.
 */
export async function checkSync({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<CheckProblem[]> {
  const row = await findSync(ctx, input.id);
  const definition = SyncDefinitionSchema.parse(row.definition);
  const seen = await fieldsSeen(definition);
  const targets = await targetsOfPlan(ctx.workspaceId, definition);
  const certain = checkDefinition(definition, { targets });
  const bySamples = checkDefinition(definition, {
    targets,
    fieldType: (path) => seen.types.get(path) ?? null,
  });
  return [
    ...certain,
    ...doubts(certain, bySamples),
    ...checkPathsSeen(definition, seen),
    ...(await checkChannels(ctx.workspaceId, definition)),
  ];
}

/** What only samples say is never an error: the next record may be another. */
function doubts(
  certain: readonly CheckProblem[],
  bySamples: readonly CheckProblem[],
): CheckProblem[] {
  const known = new Set(certain.map(({ path }) => path));
  return bySamples
    .filter(({ path }) => !known.has(path))
    .map((problem) => ({
      ...problem,
      severity: problem.severity === "error" ? "warning" : problem.severity,
    }));
}

type Seen = { sampled: number; types: Map<string, ValueType> };

async function fieldsSeen({ source }: SyncDefinition): Promise<Seen> {
  const events = eventsOfSource(source);
  const sampled = await countSampled(source, events);
  const { rows } = await database().pool.query<{
    path: string;
    types: number;
    filled: string;
  }>(
    `SELECT path, bit_or(types) AS types, sum(filled) AS filled FROM data.catalogue_field
     WHERE connection_id = $1 AND stream = $2 AND ($3::text[] IS NULL OR event = ANY($3)) GROUP BY path`,
    [source.connection, source.stream, events],
  );
  return {
    sampled,
    types: new Map(
      rows.map(({ path, types, filled }) => [
        path,
        Number(filled) < sampled ? types | NOTHING : types,
      ]),
    ),
  };
}

/** A plan's own fields for the calls that the mapping makes. */
async function targetsOfPlan(
  workspaceId: string,
  definition: SyncDefinition,
): Promise<TargetField[]> {
  const { validation } = definition;
  const plan = validation
    ? await lookUpPlan(workspaceId, validation.trackingPlan)
    : null;
  if (plan === null) return [];
  const rule = ruleFor(await rulesOf(plan.id, plan.revision), definition);
  return rule === null ? [] : planTargets(rule);
}

/** A path that no record has is probably mistyped. */
function checkPathsSeen(
  { mapping }: SyncDefinition,
  { sampled, types }: Seen,
): CheckProblem[] {
  if (sampled < SAMPLES_TO_DOUBT) return [];
  const known = [...types.keys()];
  return Object.entries(mapping).flatMap(([key, expression]) =>
    pathsOfExpression(expression)
      .filter((path) => path !== "." && !types.has(path))
      .map((path): CheckProblem => {
        const near = nearestName(path, known);
        return {
          ...{ path: `mapping.${key}`, severity: "warning", found: path },
          message: `reads ${path}, which none of the last ${sampled.toLocaleString("en")} records had`,
          expected: "a field that records have",
          suggestion:
            near === null ? "Choose a field." : `Did you mean ${near}?`,
        };
      }),
  );
}
