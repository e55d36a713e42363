import { jsonAnswer, textAnswer, type Answer } from "../http/answer";
import type { Call } from "../http/call";
import { isRecord } from "../is-record";
import type { AcceptedEvent, SystemState } from "../state/system-state";
import { checkEvent } from "./check-event";
import { EVENTS_PER_REQUEST_MAX, JOINED_CHARACTERS_MAX } from "./limits";
import type { RateLimits } from "./rate-limits";

const WELL_FORMED_APP_ID = /^\d+$/;

type Fields = Record<string, unknown>;

/** A call that Heap would take. */
type Track = { appId: string; events: Fields[]; isBulk: boolean };

/**
 * Heap's server-side API: `/api/track`, single and bulk. Like Heap it knows no
 * secret and takes any app id that looks like one; one bad event fails its whole
 * request, with the reason as plain text.
 */
export function createHeap(
  state: SystemState,
  limits: RateLimits,
): (call: Call) => Answer {
  return (call) => {
    if (call.method !== "POST" || call.path !== "/api/track") {
      return textAnswer(404, "Not Found");
    }
    const track = readTrack(call);
    if (typeof track === "string") {
      state.record({ accepted: [], dropped: {}, throttled: false });
      return textAnswer(400, track);
    }
    const throttled = !takeRate(limits, track);
    const accepted = throttled ? [] : track.events.map(accept);
    state.record({ accepted, dropped: {}, throttled });
    // Whether Heap sends Retry-After is not known, so nobody may lean on it.
    return throttled
      ? textAnswer(429, "Too Many Requests")
      : jsonAnswer(200, {});
  };
}

/** A text is the reason for a 400. */
function readTrack(call: Call): Track | string {
  const body = parseBody(call);
  if (!isRecord(body)) return "postBody should be object";
  const appId = body.app_id;
  if (appId === undefined) {
    return "postBody should have required property 'app_id'";
  }
  if (typeof appId !== "string") return "postBody.app_id should be string";
  if (!WELL_FORMED_APP_ID.test(appId)) {
    return "postBody.app_id should be the number of an environment";
  }
  const isBulk = body.events !== undefined;
  const events = isBulk ? body.events : [body];
  return checkEvents(events) ?? { appId, events: asRecords(events), isBulk };
}

function parseBody(call: Call): unknown {
  const isJson = /^application\/json\b/i.test(
    call.headers["content-type"] ?? "",
  );
  try {
    return isJson ? JSON.parse(call.body.toString("utf8")) : undefined;
  } catch {
    return undefined;
  }
}

function checkEvents(events: unknown): string | null {
  if (!Array.isArray(events)) return "postBody.events should be array";
  if (events.length === 0) {
    return "postBody.events should NOT have fewer than 1 items";
  }
  if (events.length > EVENTS_PER_REQUEST_MAX) {
    return `postBody.events should NOT have more than ${EVENTS_PER_REQUEST_MAX} items`;
  }
  for (const [at, event] of events.entries()) {
    const problem = checkEvent(event, `postBody.events[${at}]`);
    if (problem !== null) return problem;
  }
  return null;
}

function asRecords(events: unknown): Fields[] {
  return Array.isArray(events) ? events.filter(isRecord) : [];
}

function takeRate(limits: RateLimits, track: Track): boolean {
  const people = track.events.map(personOf);
  return track.isBulk
    ? limits.takeBulk(track.appId, people)
    : limits.takeSingle(track.appId, people[0] ?? "");
}

function personOf(event: Fields): string {
  return JSON.stringify([event.identity ?? null, event.user_id ?? null]);
}

function accept(event: Fields): AcceptedEvent {
  const { app_id: _appId, ...rest } = event;
  const properties = isRecord(event.properties)
    ? { properties: joinLists(event.properties) }
    : {};
  return {
    id:
      typeof event.idempotency_key === "string" ? event.idempotency_key : null,
    type: "track",
    body: JSON.stringify({ ...rest, ...properties }),
  };
}

/** Heap keeps a list as one text and cuts that, rather than refusing it. */
function joinLists(properties: Fields): Fields {
  const entries = Object.entries(properties).map(
    ([key, value]): [string, unknown] => [
      key,
      Array.isArray(value)
        ? value.join("||").slice(0, JOINED_CHARACTERS_MAX)
        : value,
    ],
  );
  return Object.fromEntries(entries);
}
