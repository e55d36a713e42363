import type { Answer } from "../http/answer";
import type { Call } from "../http/call";
import { isRecord } from "../is-record";
import { createSlidingWindow } from "../limits/sliding-window";
import type { Intake, SystemState } from "../state/system-state";
import { failure, pixel, preflight, retryHeaders, success } from "./answers";
import { isEventType, type EventType } from "./check-event";
import {
  BATCH_BYTES_MAX,
  EVENT_BYTES_MAX,
  REQUESTS_PER_SECOND_MAX,
} from "./limits";
import { readBatch, readSingle } from "./read-batch";
import { answerSettings } from "./settings";
import { findWriteKey, isPlausibleKey } from "./write-key";

const WINDOW_MS = 1_000;
/** With these a destination refuses what it was sent, not whoever sends it. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422]);
const NOTHING: Intake = { accepted: [], dropped: {}, throttled: false };

/** What a POST route takes. `metrics` are counts that Analytics.js sends about itself. */
type Route = EventType | "batch" | "metrics";

const shortRoutes: Readonly<Record<string, Route>> = {
  batch: "batch",
  import: "batch",
  b: "batch",
  t: "track",
  i: "identify",
  g: "group",
  a: "alias",
  p: "page",
  s: "screen",
  m: "metrics",
};

const SETTINGS_PATH = /^\/v1\/projects\/([^/]*)\/settings$/;
const PIXEL_PATH = /^\/v1\/pixel\/([^/]+)$/;
const POST_PATH = /^\/v1\/([a-z]+)$/;

export type SegmentOptions = {
  requestsPerSecondMax?: number;
  now?: () => number;
};

/**
 * Segment's tracking API. A 200 says only that the request could be read: what
 * Segment would drop behind it is dropped here too, and counted with a reason.
 */
export function createSegment(
  state: SystemState,
  options: SegmentOptions = {},
): (call: Call) => Answer {
  const rate = createSlidingWindow(
    options.requestsPerSecondMax ?? REQUESTS_PER_SECOND_MAX,
    WINDOW_MS,
    options.now ?? (() => performance.now()),
  );

  const post = (call: Call, route: Route): Answer => {
    const waitMs = rate.take();
    if (waitMs > 0) {
      state.record({ ...NOTHING, throttled: true });
      return throttled(waitMs);
    }
    const { answer, intake } = receive(call, route);
    state.record(intake);
    return answer;
  };

  return (call) => {
    if (call.method === "OPTIONS") return preflight();
    const settings = SETTINGS_PATH.exec(call.path);
    if (call.method === "GET" && settings) {
      return answerSettings(decode(settings[1] ?? ""));
    }
    const image = PIXEL_PATH.exec(call.path)?.[1];
    if (call.method === "GET" && image !== undefined) {
      state.record(readPixel(image, call.query.get("data") ?? ""));
      return pixel();
    }
    const route = toRoute(POST_PATH.exec(call.path)?.[1] ?? "");
    if (call.method === "POST" && route !== null) return post(call, route);
    return failure(
      404,
      "not_found",
      `No such call: ${call.method} ${call.path}`,
    );
  };
}

function toRoute(name: string): Route | null {
  if (isEventType(name)) return name;
  return Object.hasOwn(shortRoutes, name) ? (shortRoutes[name] ?? null) : null;
}

type Received = { answer: Answer; intake: Intake };

function receive(call: Call, route: Route): Received {
  const bytesMax = route === "batch" ? BATCH_BYTES_MAX : EVENT_BYTES_MAX;
  if (call.body.length > bytesMax) {
    return refuse("request_too_large", "Exceed payload limit");
  }
  const body = parseObject(call.body.toString("utf8"));
  if (body === null)
    return refuse("invalid_json", "The body is no JSON object");
  if (!isPlausibleKey(findWriteKey(call.headers.authorization, body))) {
    return refuse("invalid_write_key", "There is no usable write key");
  }
  if (route === "metrics") return { answer: success(), intake: NOTHING };
  const refusal = askedRefusal(body);
  if (refusal !== null) return refusal;
  const intake =
    route === "batch" ? readBatch(call.body, body) : readSingle(body, route);
  return { answer: success(), intake };
}

function refuse(code: string, message: string, status = 400): Received {
  return { answer: failure(status, code, message), intake: NOTHING };
}

/**
 * What Segment never does, but other destinations do: an event whose property
 * `sandbox_refuse` is a status spoils the whole request that carries it.
 */
function askedRefusal(body: Record<string, unknown>): Received | null {
  const events: unknown[] = Array.isArray(body.batch) ? body.batch : [body];
  for (const event of events) {
    const properties = isRecord(event) ? event.properties : null;
    const status = isRecord(properties) ? properties.sandbox_refuse : null;
    if (typeof status === "number" && REFUSALS.has(status))
      return refuse("refused", `An event asks for ${status}`, status);
  }
  return null;
}

function throttled(waitMs: number): Answer {
  const seconds = Math.ceil(waitMs / 1_000);
  const message = `More than the allowed requests a second, wait ${seconds} s`;
  return failure(429, "too_many_requests", message, retryHeaders(seconds));
}

/** A pixel is always answered with the picture, whatever it brought. */
function readPixel(type: string, data: string): Intake {
  const body = parseObject(Buffer.from(data, "base64").toString("utf8"));
  if (body === null) return { ...NOTHING, dropped: { invalid_json: 1 } };
  if (!isEventType(type)) return { ...NOTHING, dropped: { type_unknown: 1 } };
  return readSingle(body, type);
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(json);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
