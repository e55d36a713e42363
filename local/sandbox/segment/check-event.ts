import { isRecord } from "../is-record";
import { MESSAGE_ID_CHARACTERS_MAX } from "./limits";

const eventTypes = [
  "track",
  "identify",
  "group",
  "alias",
  "page",
  "screen",
] as const;
export type EventType = (typeof eventTypes)[number];

/** Why an event is dropped although its request was answered 200. The first block are Segment's own codes; for the second it documents the rule and no code. */
export type DropReason =
  | "empty_batch"
  | "no_user_anon_id"
  | "id_required"
  | "id_not_string"
  | "event_not_defined"
  | "event_not_string"
  | "properties_not_object"
  | "traits_not_object"
  | "name_not_string"
  | "category_not_string"
  //
  | "too_large"
  | "too_many_events"
  | "not_an_object"
  | "type_unknown"
  | "message_id_invalid"
  | "invalid_json";

type Fields = Readonly<Record<string, unknown>>;

const checksByType: Record<EventType, (event: Fields) => DropReason | null> = {
  track: checkTrack,
  identify: checkTraits,
  group: (event) => checkId(event.groupId) ?? checkTraits(event),
  alias: (event) => checkId(event.userId) ?? checkId(event.previousId),
  page: checkPage,
  screen: checkPage,
};

/**
 * What Segment's ingest would drop this event for, or null. Null and missing
 * fields are the same, as in its own clients.
 */
export function checkEvent(event: Fields): DropReason | null {
  const { type } = event;
  if (!isEventType(type)) return "type_unknown";
  return checkIds(event) ?? checkMessageId(event) ?? checksByType[type](event);
}

export function isEventType(type: unknown): type is EventType {
  return eventTypes.some((known) => known === type);
}

function checkIds({ userId, anonymousId }: Fields): DropReason | null {
  if (isMissing(userId) && isMissing(anonymousId)) return "no_user_anon_id";
  const isBad = [userId, anonymousId].some(
    (id) => !isMissing(id) && !isText(id),
  );
  return isBad ? "id_not_string" : null;
}

function checkId(id: unknown): DropReason | null {
  if (isMissing(id)) return "id_required";
  return isText(id) ? null : "id_not_string";
}

function checkMessageId({ messageId }: Fields): DropReason | null {
  if (isMissing(messageId)) return null;
  const isFine =
    isText(messageId) && messageId.length <= MESSAGE_ID_CHARACTERS_MAX;
  return isFine ? null : "message_id_invalid";
}

function checkTrack({ event, properties }: Fields): DropReason | null {
  if (isMissing(event)) return "event_not_defined";
  if (!isText(event)) return "event_not_string";
  return isObjectOrMissing(properties) ? null : "properties_not_object";
}

function checkTraits({ traits }: Fields): DropReason | null {
  return isObjectOrMissing(traits) ? null : "traits_not_object";
}

function checkPage({ name, category, properties }: Fields): DropReason | null {
  if (!isMissing(name) && !isText(name)) return "name_not_string";
  if (!isMissing(category) && typeof category !== "string") {
    return "category_not_string";
  }
  return isObjectOrMissing(properties) ? null : "properties_not_object";
}

function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObjectOrMissing(value: unknown): boolean {
  return isMissing(value) || isRecord(value);
}
