import { z } from "zod";
import { canonicalJson } from "../shared/canonical-json";
import type { JsonObject } from "../shared/json";
import { isPresent, NameText, OptionalId, withTextIds } from "./heap-ids";

const ID_FIELDS = ["event_id", "id", "user_id", "identity", "session_id"];

const HeapEventSchema = z
  .looseObject({
    event: NameText,
    event_id: OptionalId,
    id: OptionalId,
    user_id: OptionalId,
    identity: OptionalId,
    session_id: OptionalId,
  })
  .refine((record) => isPresent(record.user_id) || isPresent(record.identity), {
    message: "user_id or identity is required",
  });

export type RecordOutcome =
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
): RecordOutcome {
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
  return withTextIds(value, ID_FIELDS);
}

/** The name of an event's table in Heap Connect: lower case, non-alphanumerics as `_`. */
export function eventTable(event: string): string {
  return event.toLowerCase().replace(/[^a-z0-9]/g, "_");
}
