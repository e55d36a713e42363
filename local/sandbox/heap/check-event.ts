import { isRecord } from "../is-record";
import {
  EVENT_NAME_CHARACTERS_MAX,
  IDENTITY_CHARACTERS_MAX,
  PROPERTY_CHARACTERS_MAX,
  USER_ID_MAX,
} from "./limits";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What Heap would answer 400 for, in the words that its validator uses (a path
 * below `postBody`, then what should be), or null. `path` is where the event
 * lies; a single call is treated as `events[0]` too.
 */
export function checkEvent(event: unknown, path: string): string | null {
  if (!isRecord(event)) return `${path} should be object`;
  return (
    checkText(event, "event", path, EVENT_NAME_CHARACTERS_MAX, true) ??
    checkPerson(event, path) ??
    checkText(event, "session_id", path) ??
    checkText(event, "idempotency_key", path) ??
    checkTimestamp(event, path) ??
    checkProperties(event.properties, `${path}.properties`)
  );
}

function checkPerson(event: Fields, path: string): string | null {
  const hasIdentity = event.identity !== undefined;
  if (hasIdentity === (event.user_id !== undefined)) {
    return `${path} should match exactly one schema in oneOf (identity, user_id)`;
  }
  if (hasIdentity) {
    return checkText(event, "identity", path, IDENTITY_CHARACTERS_MAX, true);
  }
  return checkUserId(event.user_id, `${path}.user_id`);
}

function checkUserId(value: unknown, path: string): string | null {
  if (typeof value !== "string") return `${path} should be string`;
  if (!/^\d{1,16}$/.test(value) || BigInt(value) > USER_ID_MAX) {
    return `${path} should be an integer between 0 and 2^53 - 1`;
  }
  return null;
}

function checkTimestamp({ timestamp }: Fields, path: string): string | null {
  if (timestamp === undefined) return null;
  if (typeof timestamp !== "string")
    return `${path}.timestamp should be string`;
  const isIso = /^\d{4}-\d{2}-\d{2}/.test(timestamp);
  return isIso && !Number.isNaN(Date.parse(timestamp))
    ? null
    : `${path}.timestamp should match format "date-time"`;
}

function checkText(
  fields: Fields,
  name: string,
  path: string,
  charactersMax = Infinity,
  isRequired = false,
): string | null {
  const value = fields[name];
  if (value === undefined) {
    return isRequired
      ? `${path} should have required property '${name}'`
      : null;
  }
  if (typeof value !== "string") return `${path}.${name} should be string`;
  if (isRequired && value === "") {
    return `${path}.${name} should NOT be shorter than 1 characters`;
  }
  return value.length > charactersMax
    ? `${path}.${name} should NOT be longer than ${charactersMax} characters`
    : null;
}

function checkProperties(properties: unknown, path: string): string | null {
  if (properties === undefined) return null;
  if (!isRecord(properties)) return `${path} should be object`;
  for (const [key, value] of Object.entries(properties)) {
    const problem = checkProperty(key, value, `${path}['${key}']`);
    if (problem !== null) return problem;
  }
  return null;
}

function checkProperty(
  key: string,
  value: unknown,
  path: string,
): string | null {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (!values.every(isScalar)) return `${path} should be number,string`;
  // A list becomes one text and is cut; a text that is too long is refused.
  const isLong =
    key.length > PROPERTY_CHARACTERS_MAX ||
    (typeof value === "string" && value.length > PROPERTY_CHARACTERS_MAX);
  return isLong
    ? `${path.slice(0, 200)} should NOT be longer than ${PROPERTY_CHARACTERS_MAX} characters`
    : null;
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
