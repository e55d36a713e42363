import { compileCondition } from "../mapping/compile-condition";
import { compileMapping } from "../mapping/compile-mapping";
import type { MappingProblem } from "../mapping/outcome";
import type { JsonObject } from "../shared/json";
import { ACTIONS } from "./actions/registry";
import { compileReservedCheck } from "./check-reserved";
import type { SyncDefinition } from "./definition";
import type { DeadLetterCode } from "./ledger";
import { messageNamer } from "./message-id";
import { omitFields } from "./plan/omit-fields";
import type { PlanPolicy, Violation } from "./plan/violation";
import { compileCall, toCallText } from "./segment-call";
import { isSnapshotSync, removalOf, tellRemoval } from "./snapshot";
import { STREAMS } from "./streams/registry";

/** What becomes of one record, before anything is sent. */
export type Decision =
  | {
      outcome: "send";
      text: string;
      bytes: number;
      warnings: MappingProblem[];
      /** What the plan has against it, and the sync lets go. */
      violations: Violation[];
    }
  | { outcome: "filtered" }
  | InvalidDecision;

type InvalidDecision = {
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
  /** Gives a character a byte. */
  sha256: (text: string) => string;
  /** Without a tracking plan nothing is held against one. */
  plan: PlanPolicy | null;
};

/** `generation` is part of the message id: see generation.ts. */
export type Decide = (
  value: JsonObject,
  recordKey: string,
  generation?: number,
) => Decision;

/** Compiles a checked definition into the decision over each of its records. */
export function compileDecision(
  definition: SyncDefinition,
  origin: DecideOrigin,
): Decide {
  const { where } = definition.source;
  const matches = where ? compileCondition(where) : () => true;
  const map = compileMapping(definition.mapping);
  const nameMessage = messageNamer(origin, origin.sha256);
  const { toRecord } = STREAMS[definition.source.stream];
  const { call: callType } = ACTIONS[definition.destination.action];
  const toCall = compileCall(callType);
  const checkReserved = compileReservedCheck(definition.mapping, callType);
  const removalIn = isSnapshotSync(definition) ? removalOf : () => null;
  const onRemoved = definition.snapshot?.onRemoved ?? "nothing";
  return (value, recordKey, generation = 0) => {
    const record = toRecord(value);
    const removal = removalIn(record);
    if (removal !== "gone" && !matches(record)) return { outcome: "filtered" };
    const { payload, problems, warnings } = map(record);
    if (problems.length > 0)
      return invalid("mapping_failed", payload, problems);
    const messageId = nameMessage({ recordKey, outputIndex: 0, generation });
    const made = toCall(payload, messageId);
    if (!made.ok) return refused(made, payload);
    const reserved = checkReserved(made.call);
    const call =
      removal === null ? made.call : tellRemoval(made.call, removal, onRemoved);
    return decideByPlan(
      call,
      origin.plan,
      reserved.length === 0 ? warnings : [...warnings, ...reserved],
    );
  };
}

/** Holds a call to the plan: sends it, sends it without what violates, or refuses it. */
function decideByPlan(
  call: JsonObject,
  plan: PlanPolicy | null,
  warnings: MappingProblem[],
): Decision {
  const violations = plan?.judge(call) ?? [];
  if (violations.length > 0 && plan?.onViolation === "block")
    return invalid("plan_violation", call, violations.map(asProblem));
  const isTrimmed = violations.length > 0 && plan?.onViolation === "omit";
  const sent = toCallText(isTrimmed ? omitFields(call, violations) : call);
  if (!sent.ok) return refused(sent, call);
  const { text, bytes } = sent;
  return { outcome: "send", text, bytes, warnings, violations };
}

const asProblem = ({ field, message }: Violation): MappingProblem => ({
  path: field,
  message,
});

function invalid(
  code: DeadLetterCode,
  payload: JsonObject,
  problems: MappingProblem[],
): InvalidDecision {
  const message = problems
    .map((problem) => `${problem.path} ${problem.message}`.trim())
    .join("; ");
  return { outcome: "invalid", code, message, payload, problems };
}

const refused = (
  { code, message }: { code: DeadLetterCode; message: string },
  payload: JsonObject,
): InvalidDecision => invalid(code, payload, [{ path: "", message }]);
