import { sha256Hex } from "../../crypto";
import { AppError, badRequest } from "../../errors";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { isDeeperThan, JSON_DEPTH_MAX } from "../../shared/json-depth";
import { parseLossless } from "../../shared/lossless-json";
import type { Decision } from "../../sync/decide";
import { STREAMS } from "../../sync/streams/registry";
import { requireRole, type Context, type VerbArgs } from "../context";
import { findLetter } from "../dead-letter/detail";
import type { RunDto } from "../run/schemas";
import { compileDefinition } from "../sync/compile-definition";
import { definitionOfVersion } from "../sync/version-definition";
import { toResult } from "../sync/preview";
import type { PreviewResult } from "../sync/schemas";
import { findSync } from "../sync/sync-row";
import { planPolicy } from "../tracking-plan/policy";
import { EditedRecordInput } from "./schemas";
import { replayEdited } from "./start-letters";

type Input = VerbArgs<{ id: string; body: unknown }>;
type Trial = { text: string; decision: Decision };

/** What the sync's present version would send for a dead letter's record as edited. Nothing is sent. */
export async function previewLetter({
  ctx,
  input,
}: Input): Promise<PreviewResult> {
  return toResult((await tryEdited(ctx, input)).decision);
}

/** Sends a dead letter's record as edited, with the ids that it had, as a replay of one. */
export async function retryLetter({ ctx, input }: Input): Promise<RunDto> {
  requireRole(ctx, "editor");
  const { text, decision } = await tryEdited(ctx, input);
  if (decision.outcome === "filtered")
    throw badRequest(
      "The filter leaves this record out, so there is nothing to send.",
    );
  if (decision.outcome === "invalid")
    throw badRequest("This record can’t be sent.", decision.problems);
  return replayEdited(ctx, { id: input.id, record: text });
}

async function tryEdited(
  ctx: Context,
  { id, body }: Input["input"],
): Promise<Trial> {
  const letter = await findLetter(ctx, id);
  const { record: given } = EditedRecordInput.parse(body);
  const text = typeof given === "string" ? given : JSON.stringify(given);
  const record = parseRecord(text);
  if (letter.sync_id === null)
    throw badRequest(
      "Ingest refused it, so no sync has it: send it again to the ingest address, corrected.",
    );
  const sync = await findSync(ctx, letter.sync_id);
  if (sync.version === null)
    throw new AppError("conflict", `${sync.name} was never published.`);
  const definition = await definitionOfVersion(sync.id, sync.version);
  const { connection, stream } = definition.source;
  const checked = STREAMS[stream].check(record, connection, sha256Hex);
  if (!checked.ok) return { text, decision: malformed(checked.message) };
  const plan = await planPolicy(sync.workspaceId, definition);
  const decide = compileDefinition(sync, definition, plan);
  // The key that it came with: whatever was edited, it is the same record.
  const decision = decide(record, letter.record_key, letter.generation);
  return { text, decision };
}

function parseRecord(text: string): JsonObject {
  if (isDeeperThan(text, JSON_DEPTH_MAX))
    throw badRequest(
      `The record is nested deeper than ${JSON_DEPTH_MAX} levels.`,
    );
  try {
    const record = parseLossless(text);
    if (isJsonObject(record)) return record;
  } catch (error) {
    throw badRequest(
      `The record is not JSON${error instanceof Error ? `: ${error.message}` : ""}.`,
    );
  }
  throw badRequest("The record should be a JSON object.");
}

const malformed = (message: string): Decision => ({
  ...{ outcome: "invalid", code: "malformed", message },
  payload: {},
  problems: [{ path: "", message }],
});
