import { randomUUID } from "node:crypto";
import { isRecord } from "../is-record";
import { arrayElementSpans } from "../json-elements";
import type { AcceptedEvent, Intake } from "../state/system-state";
import { checkEvent, type DropReason } from "./check-event";
import { BATCH_EVENTS_MAX, EVENT_BYTES_MAX } from "./limits";

type Fields = Readonly<Record<string, unknown>>;

/** What all events of a batch get, unless they say otherwise. */
type Shared = { context: Fields | null; integrations: Fields | null };

/**
 * Sorts the events of a batch into accepted and dropped, as Segment does behind
 * its 200. `json` is the text that `body` was parsed from.
 */
export function readBatch(json: Buffer, body: Fields): Intake {
  const intake: Intake = { accepted: [], dropped: {}, throttled: false };
  const batch: unknown[] = Array.isArray(body.batch) ? body.batch : [];
  if (batch.length === 0) drop(intake, "empty_batch");
  const spans = arrayElementSpans(json, "batch");
  const shared = {
    context: field(body, "context"),
    integrations: field(body, "integrations"),
  };
  for (const [at, event] of batch.entries()) {
    const from = spans[at * 2] ?? 0;
    const to = spans[at * 2 + 1] ?? 0;
    const reason =
      at < BATCH_EVENTS_MAX ? judge(event, to - from) : "too_many_events";
    if (reason !== null) drop(intake, reason);
    else if (isRecord(event)) {
      intake.accepted.push(
        accept(event, shared, () => json.toString("utf8", from, to)),
      );
    }
  }
  return intake;
}

/** The same for the body of a single call, whose route says the type. */
export function readSingle(event: Fields, type: string): Intake {
  const call = { ...event, type };
  const reason = checkEvent(call);
  const intake: Intake = { accepted: [], dropped: {}, throttled: false };
  if (reason !== null) drop(intake, reason);
  else {
    const shared = { context: null, integrations: null };
    intake.accepted.push(accept(call, shared, () => JSON.stringify(call)));
  }
  return intake;
}

/** Counts one dropped event, in place. */
function drop(intake: Intake, reason: DropReason): void {
  intake.dropped[reason] = (intake.dropped[reason] ?? 0) + 1;
}

function judge(event: unknown, bytes: number): DropReason | null {
  if (bytes > EVENT_BYTES_MAX) return "too_large";
  return isRecord(event) ? checkEvent(event) : "not_an_object";
}

function accept(
  event: Fields,
  { context, integrations }: Shared,
  asSent: () => string,
): AcceptedEvent {
  const type = String(event.type);
  const given = event.messageId;
  if (typeof given === "string" && context === null && integrations === null) {
    return { id: given, type, body: asSent() };
  }
  // As Segment does, an event without an id gets one.
  const id = typeof given === "string" ? given : `api-${randomUUID()}`;
  const merged = {
    ...event,
    ...(context && { context: { ...context, ...field(event, "context") } }),
    ...(integrations && {
      integrations: { ...integrations, ...field(event, "integrations") },
    }),
    messageId: id,
  };
  return { id, type, body: JSON.stringify(merged) };
}

function field(body: Fields, key: string): Fields | null {
  const value = body[key];
  return isRecord(value) ? value : null;
}
