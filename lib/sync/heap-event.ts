import { z } from "zod";
import { canonicalJson } from "../shared/canonical-json";
import type { JsonObject } from "../shared/json";

/** Databases and Segment's destinations can't hold NUL in names and ids. */
const NUL = String.fromCharCode(0);
const withoutNul = z
  .string({ error: "should be text" })
  .refine((text) => !text.includes(NUL), {
    message: "should not contain the character NUL",
  });
const nameText = withoutNul.min(1, "should not be empty");

/** Ids are text; a number is taken as its digits. Empty ones are none: what a webhook's form has no value for. */
const IdSchema = z
  .union([z.string(), z.number().transform(String)], {
    error: "should be text",
  })
  .pipe(withoutNul);
const ID_FIELDS = [
  "event_id",
  "id",
  "user_id",
  "identity",
  "session_id",
] as const;

const HeapEventSchema = z
  .looseObject({
    event: nameText,
    event_id: IdSchema.nullish(),
    id: IdSchema.nullish(),
    user_id: IdSchema.nullish(),
    identity: IdSchema.nullish(),
    session_id: IdSchema.nullish(),
  })
  .refine((record) => isPresent(record.user_id) || isPresent(record.identity), {
    message: "user_id or identity is required",
  });

export type HeapEventOutcome =
  | { ok: true; event: string; recordKey: string }
  | { ok: false; message: string };

/**
 * Checks one Heap event as ingest takes it and names it: the record key is the
 * same whatever way an event came. `sha256Hex` is handed in, since this also
 * runs in the browser. `posted` is what the event was made of, where that is
 * something else: without an id it is known by all that was posted.
 */
export function checkHeapEvent(
  value: JsonObject,
  connectionId: string,
  sha256Hex: (text: string) => string,
  posted: JsonObject = value,
): HeapEventOutcome {
  const result = HeapEventSchema.safeParse(value);
  if (!result.success) {
    const messages = result.error.issues.map(({ path, message }) =>
      [path.join("."), message].join(" ").trim(),
    );
    return { ok: false, message: messages.join("; ") };
  }
  const { event, event_id: eventId, id } = result.data;
  const name = isPresent(eventId)
    ? eventId
    : isPresent(id)
      ? id
      : sha256Hex(canonicalJson(posted));
  return {
    ok: true,
    event,
    recordKey: [connectionId, "events", eventTable(event), name].join(":"),
  };
}

/** The record that paths see: ids are text, and empty ones are not there. */
export function toHeapRecord(value: JsonObject): JsonObject {
  let record = value;
  for (const field of ID_FIELDS) {
    const id = record[field];
    if (typeof id === "number") record = { ...record, [field]: String(id) };
    else if (id === "") record = { ...record, [field]: undefined };
  }
  return record;
}

/** The name of an event's table in Heap Connect: lower case, non-alphanumerics as `_`. */
export function eventTable(event: string): string {
  return event.toLowerCase().replace(/[^a-z0-9]/g, "_");
}

function isPresent(value: string | null | undefined): value is string {
  return value !== undefined && value !== null && value !== "";
}
