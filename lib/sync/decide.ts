import { compileCondition } from "../mapping/compile-condition";
import { compileMapping } from "../mapping/compile-mapping";
import type { MappingProblem } from "../mapping/outcome";
import type { JsonObject } from "../shared/json";
import type { SyncDefinition } from "./definition";
import { toHeapRecord } from "./heap-event";
import type { DeadLetterCode } from "./ledger";
import { messageIdFor } from "./message-id";
import { toTrackCall } from "./segment-call";

/** What becomes of one record, before anything is sent. */
export type Decision =
  | { outcome: "send"; text: string; bytes: number; warnings: MappingProblem[] }
  | { outcome: "filtered" }
  | {
      outcome: "invalid";
      code: DeadLetterCode;
      message: string;
      payload: JsonObject;
      problems: MappingProblem[];
    };

export type DecideOrigin = {
  workspaceId: string;
  syncId: string;
  destinationConnectionId: string;
  sha256: (text: string) => Uint8Array;
};

/** Compiles a checked definition into the decision over each of its records. */
export function compileDecision(
  definition: SyncDefinition,
  origin: DecideOrigin,
): (value: JsonObject, recordKey: string) => Decision {
  const { where } = definition.source;
  const matches = where ? compileCondition(where) : () => true;
  const map = compileMapping(definition.mapping);
  return (value, recordKey) => {
    const record = toHeapRecord(value);
    if (!matches(record)) return { outcome: "filtered" };
    const { payload, problems, warnings } = map(record);
    if (problems.length > 0) return mappingFailed(payload, problems);
    const messageId = messageIdFor(
      { ...origin, recordKey, outputIndex: 0, generation: 0 },
      origin.sha256,
    );
    const call = toTrackCall(payload, messageId);
    if (call.ok) {
      const { text, bytes } = call;
      return { outcome: "send", text, bytes, warnings };
    }
    const { code, message } = call;
    return {
      outcome: "invalid",
      code,
      message,
      payload,
      problems: [{ path: "", message }],
    };
  };
}

function mappingFailed(
  payload: JsonObject,
  problems: MappingProblem[],
): Decision {
  const message = problems
    .map((problem) => `${problem.path} ${problem.message}`)
    .join("; ");
  return {
    outcome: "invalid",
    code: "mapping_failed",
    message,
    payload,
    problems,
  };
}

/** Who a record is about, as people would look for it. */
export function personOf(record: JsonObject): string | null {
  const { identity, user_id: userId } = record;
  if (typeof identity === "string" && identity !== "") return identity;
  return typeof userId === "string" || typeof userId === "number"
    ? String(userId)
    : null;
}
