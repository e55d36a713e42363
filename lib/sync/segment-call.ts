import { toJsonText } from "../mapping/convert-text";
import { FAILED } from "../mapping/failed";
import type { JsonObject } from "../shared/json";
import { isJsonObject } from "../shared/json";
import type { DeadLetterCode } from "./ledger";

/** Segment says 32 KB an event without defining KB; its own clients differ. This is safe for all. */
const EVENT_BYTES_MAX = 32_000;

type CallProblem = { ok: false; code: DeadLetterCode; message: string };
export type CallOutcome = { ok: true; call: JsonObject } | CallProblem;
export type TextOutcome =
  { ok: true; text: string; bytes: number } | CallProblem;

/** `heap-<appId>-` without the user_id that belongs behind it. */
const BARE_HEAP_ID = /^heap-\d*-$/;

const encoder = new TextEncoder();
/** Room to count in; three bytes a character are the most that UTF-8 takes. */
const room = new Uint8Array(EVENT_BYTES_MAX);

/**
 * Makes a mapped payload a Track call, in place, and checks what Segment answers
 * with 200 and then drops in silence: missing or non-text ids, event and types.
 * A payload that is refused stays as it was.
 */
export function toTrackCall(
  payload: JsonObject,
  messageId: string,
): CallOutcome {
  const call = withoutBareId(payload);
  const problem = checkIdentity(call) ?? checkTypes(call);
  if (problem !== null) return problem;
  call.type = "track";
  call.messageId = messageId;
  return { ok: true, call };
}

/** A template with a missing field leaves a bare prefix; sent, it would make one person of many. */
function withoutBareId(payload: JsonObject): JsonObject {
  const { anonymousId } = payload;
  if (typeof anonymousId !== "string" || !BARE_HEAP_ID.test(anonymousId))
    return payload;
  const { anonymousId: _, ...call } = payload;
  return call;
}

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

function checkIdentity(payload: JsonObject): CallProblem | null {
  for (const name of ["userId", "anonymousId"] as const) {
    const id = payload[name];
    if (id !== undefined && id !== null && typeof id !== "string") {
      return failed(
        "bad_type",
        `${name} should be text but it is ${kindOf(id)}.`,
      );
    }
  }
  if (isText(payload.userId) || isText(payload.anonymousId)) return null;
  return failed(
    "no_identity",
    "The call has neither userId nor anonymousId; Segment drops such events.",
  );
}

function checkTypes(payload: JsonObject): CallProblem | null {
  if (!isText(payload.event)) {
    return failed(
      "bad_type",
      `event should be text but it is ${kindOf(payload.event)}.`,
    );
  }
  for (const name of ["properties", "context", "integrations"] as const) {
    const value = payload[name];
    if (value !== undefined && !isJsonObject(value)) {
      return failed(
        "bad_type",
        `${name} should be an object but it is ${kindOf(value)}.`,
      );
    }
  }
  const { timestamp } = payload;
  if (timestamp === undefined) return null;
  if (typeof timestamp === "string" && !Number.isNaN(Date.parse(timestamp)))
    return null;
  return failed(
    "bad_type",
    typeof timestamp === "string"
      ? `timestamp should be a time in ISO 8601; this text is none.`
      : `timestamp should be a time in ISO 8601 but it is ${kindOf(timestamp)}.`,
  );
}

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
