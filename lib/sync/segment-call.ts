import { toJsonText } from "../mapping/convert-text";
import { FAILED } from "../mapping/failed";
import type { TargetField } from "../mapping/target-field";
import type { JsonObject } from "../shared/json";
import { isJsonObject } from "../shared/json";
import type { DeadLetterCode } from "./ledger";
import { bagOf, specTargets, type SegmentCallType } from "./segment-spec";

/** Segment says 32 KB an event without defining KB; its own clients differ. This is safe for all. */
const EVENT_BYTES_MAX = 32_000;

type CallProblem = { ok: false; code: DeadLetterCode; message: string };
type CallOutcome = { ok: true; call: JsonObject } | CallProblem;
export type TextOutcome =
  { ok: true; text: string; bytes: number } | CallProblem;

/** `heap-<appId>-` without the user_id that belongs behind it. */
const BARE_HEAP_ID = /^heap-\d*-$/;

const encoder = new TextEncoder();
/** Room to count in; three bytes a character are the most that UTF-8 takes. */
const room = new Uint8Array(EVENT_BYTES_MAX);

/** Makes a mapped payload a call; see `compileCall`. */
export type ToCall = (payload: JsonObject, messageId: string) => CallOutcome;

/**
 * Compiles what makes a mapped payload a call of this type, in place, and checks
 * what Segment answers with 200 and then drops in silence: missing or non-text
 * ids, a Track call's event, and types. A payload that is refused stays as it was.
 */
export function compileCall(type: SegmentCallType): ToCall {
  const rules = rulesOf(type);
  return (payload, messageId) => {
    const call = withoutBareIds(payload);
    const problem = checkIdentity(call, rules) ?? checkTypes(call, rules);
    if (problem !== null) return problem;
    call.type = type;
    call.messageId = messageId;
    return { ok: true, call };
  };
}

type CallRules = {
  /** Text where they are given. */
  ids: readonly string[];
  /** All of these must be there. */
  requiredIds: readonly string[];
  /** At least one of these, if there are any. */
  oneOfIds: readonly string[];
  /** Text that must be there. */
  names: readonly string[];
  objects: readonly string[];
};

const isId = (path: string) => path.endsWith("Id") && !path.includes(".");

function rulesOf(type: SegmentCallType): CallRules {
  const targets = specTargets(type);
  const pathsOf = (presence: TargetField["presence"]) =>
    targets
      .filter((target) => target.presence === presence)
      .map(({ path }) => path);
  const required = pathsOf("required");
  const requiredIds = required.filter(isId);
  const oneOfIds = pathsOf("oneOf");
  const bag = bagOf(type);
  return {
    ...{ requiredIds, oneOfIds, ids: [...oneOfIds, ...requiredIds] },
    names: required.filter((path) => !isId(path)),
    objects: [...(bag === null ? [] : [bag]), "context", "integrations"],
  };
}

/**
 * A template with a missing field leaves a bare prefix; sent, it would make one
 * person of many. Copied without it: `delete` would make everything after slower.
 */
function withoutBareIds(payload: JsonObject): JsonObject {
  let call = payload;
  if (isBare(call.anonymousId)) {
    const { anonymousId: _, ...others } = call;
    call = others;
  }
  if (isBare(call.previousId)) {
    const { previousId: _, ...others } = call;
    call = others;
  }
  return call;
}

const isBare = (id: unknown) => typeof id === "string" && BARE_HEAP_ID.test(id);

/** The call as text with its bytes in UTF-8, if it is not larger than Segment takes. */
export function toCallText(call: JsonObject): TextOutcome {
  const text = toJsonText(call);
  if (text === FAILED)
    return failed("too_large", "The call is too large to be written as text.");
  const bytes = bytesOf(text);
  if (bytes <= EVENT_BYTES_MAX) return { ok: true, text, bytes };
  return failed(
    "too_large",
    `The call is ${bytes} bytes; Segment drops events over ${EVENT_BYTES_MAX}.`,
  );
}

/** In UTF-8. Nearly all fit, and are counted without memory of their own. */
function bytesOf(text: string): number {
  const { read, written } = encoder.encodeInto(text, room);
  return read === text.length ? written : encoder.encode(text).length;
}

function checkIdentity(
  payload: JsonObject,
  { ids, requiredIds, oneOfIds }: CallRules,
): CallProblem | null {
  for (const name of ids) {
    const id = payload[name];
    if (id !== undefined && id !== null && typeof id !== "string")
      return badType(name, "text", id);
  }
  for (const name of requiredIds) {
    if (!isText(payload[name]))
      return noIdentity(`has no ${name}`, "such calls");
  }
  if (oneOfIds.length > 0 && !oneOfIds.some((name) => isText(payload[name])))
    return noIdentity(`has neither ${oneOfIds.join(" nor ")}`, "such events");
  return requiredIds.includes("previousId") ? checkChange(payload) : null;
}

/** Nobody becomes who they are. */
function checkChange({ previousId, userId }: JsonObject): CallProblem | null {
  return previousId === userId
    ? failed(
        "no_identity",
        "previousId and userId are the same, so the call would change nothing.",
      )
    : null;
}

const noIdentity = (what: string, dropped: string) =>
  failed("no_identity", `The call ${what}; Segment drops ${dropped}.`);

function checkTypes(
  payload: JsonObject,
  { names, objects }: CallRules,
): CallProblem | null {
  for (const name of names) {
    if (!isText(payload[name])) return badType(name, "text", payload[name]);
  }
  for (const name of objects) {
    const value = payload[name];
    if (value !== undefined && !isJsonObject(value))
      return badType(name, "an object", value);
  }
  return checkTimestamp(payload.timestamp);
}

function checkTimestamp(timestamp: unknown): CallProblem | null {
  if (timestamp === undefined) return null;
  if (typeof timestamp !== "string")
    return badType("timestamp", "a time in ISO 8601", timestamp);
  return Number.isNaN(Date.parse(timestamp))
    ? failed(
        "bad_type",
        "timestamp should be a time in ISO 8601; this text is none.",
      )
    : null;
}

const badType = (name: string, wanted: string, value: unknown) =>
  failed("bad_type", `${name} should be ${wanted} but it is ${kindOf(value)}.`);

const isText = (value: unknown) => typeof value === "string" && value !== "";
const failed = (code: DeadLetterCode, message: string): CallProblem => ({
  ok: false,
  code,
  message,
});

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (value === "") return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}
