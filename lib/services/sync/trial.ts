import { z } from "zod";
import { sha256Binary, sha256Hex } from "../../crypto";
import { database } from "../../db";
import { badRequest } from "../../errors";
import type { Sync } from "../../generated/prisma/client";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import type { MappingProblem } from "../../mapping/outcome";
import { checkDefinition } from "../../sync/check-definition";
import { compileDecision, type Decision } from "../../sync/decide";
import {
  SyncDefinitionSchema,
  type SyncDefinition,
} from "../../sync/definition";
import { isSnapshotSync } from "../../sync/snapshot";
import { STREAMS } from "../../sync/streams/registry";
import { PERSON_RECORD_SQL } from "../snapshot/read-people";
import { planPolicy } from "../tracking-plan/policy";
import { requirePlan } from "../tracking-plan/resolve";
import type { Context } from "../context";
import { findSync, resolveConnections } from "./sync-row";

const MAPPING = /^mapping\./;

/** A definition that is tried: the one that is handed in, else the draft. */
export const TrialInput = z.object({
  definition: SyncDefinitionSchema.optional(),
});

export type Trial = {
  row: Sync;
  definition: SyncDefinition;
  /** What would become of a record; a record that ingest would refuse says why. */
  decide: (record: JsonObject) => Decision;
  /** What is wrong with the definition itself; those parts are not tried. */
  problems: MappingProblem[];
};

/**
 * Makes ready to try a definition on records, sending nothing. An unfinished
 * one is tried without what is wrong with it.
 */
export async function prepareTrial(
  ctx: Context,
  id: string,
  given: SyncDefinition | undefined,
): Promise<Trial> {
  const row = await findSync(ctx, id);
  const wanted = await resolveConnections(
    ctx,
    given ?? SyncDefinitionSchema.parse(row.definition),
  );
  const errors = checkDefinition(wanted).filter(
    ({ severity }) => severity === "error",
  );
  const lacking = wanted.validation
    ? await requirePlan(
        ctx,
        wanted.destination.connection,
        wanted.validation.trackingPlan,
      )
    : [];
  const definition = {
    ...withoutErrors(wanted, errors),
    ...(lacking.length > 0 ? { validation: null } : {}),
  };
  const problems = [...errors, ...lacking].map(({ path, message }) => ({
    path: path.replace(MAPPING, ""),
    message,
  }));
  return {
    ...{ row, definition, problems },
    decide: await decisionOf(row, definition),
  };
}

/** The mapping's keys that have no error, and the filter if it has none. */
function withoutErrors(
  definition: SyncDefinition,
  errors: readonly MappingProblem[],
): SyncDefinition {
  const broken = new Set(errors.map(({ path }) => path));
  const { source, mapping } = definition;
  return {
    ...definition,
    source: {
      ...source,
      where: broken.has("source.where") ? null : source.where,
    },
    mapping: Object.fromEntries(
      Object.entries(mapping).filter(([key]) => !broken.has(`mapping.${key}`)),
    ),
  };
}

/** The same of a definition that was published, and so was checked. */
export async function decisionOf(
  row: Sync,
  definition: SyncDefinition,
): Promise<Trial["decide"]> {
  const plan = await planPolicy(row.workspaceId, definition);
  const decide = compileDecision(definition, {
    workspaceId: row.workspaceId,
    syncId: row.id,
    destinationConnectionId: row.destinationConnectionId,
    sha256: sha256Binary,
    plan: plan?.policy ?? null,
  });
  const { connection, stream } = definition.source;
  const { check } = STREAMS[stream];
  return (record) => {
    const checked = check(record, connection, sha256Hex);
    if (checked.ok) return decide(record, checked.recordKey);
    const { message } = checked;
    return {
      ...{ outcome: "invalid", code: "malformed", message },
      payload: {},
      problems: [{ path: "", message }],
    };
  };
}

/** Through text, so that long integers are treated as at ingest. */
export function asArrived(value: unknown): JsonObject {
  const record = parseLossless(JSON.stringify(value));
  if (!isJsonObject(record)) throw badRequest("A record should be an object.");
  return record;
}

/** The newest records that a sync would read: what arrived, or users as they are now. */
export async function latestRecords(
  definition: SyncDefinition,
  limit: number,
): Promise<JsonObject[]> {
  const { connection, stream } = definition.source;
  const { rows } = isSnapshotSync(definition)
    ? await readPayloads(
        `SELECT ${PERSON_RECORD_SQL} AS payload FROM data.heap_user u WHERE connection_id = $1 AND NOT is_gone
         ORDER BY changed DESC, user_id DESC LIMIT $2`,
        [connection, limit],
      )
    : await readPayloads(
        "SELECT payload::text AS payload FROM data.inbox WHERE connection_id = $1 AND stream = $3 ORDER BY id DESC LIMIT $2",
        [connection, limit, stream],
      );
  return rows.map(({ payload }) => parseLossless(payload)).filter(isJsonObject);
}

const readPayloads = (text: string, values: unknown[]) =>
  database().pool.query<{ payload: string }>(text, values);
