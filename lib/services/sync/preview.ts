import { z } from "zod";
import { sha256Bytes, sha256Hex } from "../../crypto";
import { database } from "../../db";
import { badRequest } from "../../errors";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import { compileDecision } from "../../sync/decide";
import { checkHeapEvent } from "../../sync/heap-event";
import type { VerbArgs } from "../context";
import { planPolicy } from "../tracking-plan/policy";
import type { PreviewResult } from "./schemas";
import { findSync, resolveDefinition } from "./sync-row";

const RECORDS_MAX = 100;
const LATEST_RECORDS = 10;

const PreviewInput = z.strictObject({
  records: z.array(z.record(z.string(), z.json())).max(RECORDS_MAX).optional(),
});

/** What the draft would send for these records, or for the latest real ones. Nothing is sent. */
export async function previewSync({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<PreviewResult[]> {
  const row = await findSync(ctx, input.id);
  const definition = await resolveDefinition(ctx, row.definition);
  const { records } = PreviewInput.parse(input.body ?? {});
  const plan = await planPolicy(ctx.workspaceId, definition);
  const decide = compileDecision(definition, {
    workspaceId: ctx.workspaceId,
    syncId: row.id,
    destinationConnectionId: row.destinationConnectionId,
    sha256: sha256Bytes,
    plan: plan?.policy ?? null,
  });
  const given =
    records?.map(asRecord) ??
    (await latestRecords(definition.source.connection));
  return given.map((record) => {
    const checked = checkHeapEvent(
      record,
      definition.source.connection,
      sha256Hex,
    );
    if (!checked.ok)
      return {
        outcome: "invalid",
        payload: null,
        problems: [{ path: "", message: checked.message }],
        warnings: [],
      };
    const decision = decide(record, checked.recordKey);
    switch (decision.outcome) {
      case "filtered":
        return {
          ...{ outcome: "filtered", payload: null },
          ...{ problems: [], warnings: [] },
        };
      case "send":
        return {
          outcome: "send",
          payload: JSON.parse(decision.text) as unknown,
          problems: [],
          warnings: [
            ...decision.warnings,
            ...decision.violations.map(({ field, message }) => ({
              path: field,
              message,
            })),
          ],
        };
      case "invalid":
        return {
          outcome: "invalid",
          payload: decision.payload,
          problems: decision.problems,
          warnings: [],
        };
    }
  });
}

/** Through text, so that long integers are treated as at ingest. */
function asRecord(value: unknown): JsonObject {
  const record = parseLossless(JSON.stringify(value));
  if (!isJsonObject(record)) throw badRequest("A record should be an object.");
  return record;
}

async function latestRecords(connectionId: string): Promise<JsonObject[]> {
  const { rows } = await database().pool.query<{ payload: string }>(
    "SELECT payload::text AS payload FROM data.inbox WHERE connection_id = $1 ORDER BY id DESC LIMIT $2",
    [connectionId, LATEST_RECORDS],
  );
  return rows.map(({ payload }) => parseLossless(payload)).filter(isJsonObject);
}
