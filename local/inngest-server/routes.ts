import { ZodError } from "zod";
import type { Catalog } from "./catalog";
import { isDatabaseAway, transaction } from "./database";
import type { Database } from "./database";
import { receiveCheckpoint } from "./checkpoint";
import { acceptEvents, parseEvents } from "./events";
import { refusal } from "./http-server";
import type { HttpAnswer, HttpQuestion } from "./http-server";
import { cancelRun, findEventRuns, findRun } from "./inspection";
import { register } from "./registration";
import { isAuthorized, isSame } from "./signature";
import { parseSeed } from "./ulid";

type Options = {
  database: Database;
  catalog: Catalog;
  eventKey: string;
  signingKey: string;
  life: string;
  /** A server that stops takes no checkpoints: the SDK then ends its calls with what they have. */
  isStopping: () => boolean;
  isLive: () => boolean;
  isSynced: () => boolean;
};

/** All that this server answers: for the SDK `/e/{key}` and `/fn/register`, for people the rest. */
export function createRoutes(
  options: Options,
): (question: HttpQuestion) => Promise<HttpAnswer> {
  return async (question) => {
    const { method, path, headers } = question;
    if (path === "/health") return health(options.isLive());
    if (path === "/ready")
      return health(options.isLive() && options.isSynced());
    if (!options.isLive()) return refusal(503, "The database is away");
    const eventKey = /^\/e\/([^/]+)$/.exec(path)?.[1];
    if (eventKey !== undefined && method === "POST") {
      return receiveEvents(options, question, decodeURIComponent(eventKey));
    }
    if (!isAuthorized(headers.authorization, options.signingKey)) {
      return { status: 401, body: "Authentication failed" };
    }
    if (path === "/fn/register" && method === "POST") {
      return registerApp(options, question);
    }
    const checkpointed = /^\/v1\/checkpoint\/([^/]+)\/async$/.exec(path)?.[1];
    if (checkpointed !== undefined && method === "POST") {
      if (options.isStopping()) return refusal(503, "The server stops");
      return receiveCheckpoint(options, checkpointed, await question.text());
    }
    return inspect(options, method, path);
  };
}

function health(isUp: boolean): HttpAnswer {
  if (!isUp) return refusal(503, "Not ready");
  return { status: 200, body: { status: 200, message: "OK" } };
}

async function receiveEvents(
  { database, catalog, ...options }: Options,
  question: HttpQuestion,
  eventKey: string,
): Promise<HttpAnswer> {
  if (!isSame(eventKey, options.eventKey)) {
    const body = { status: 401, message: "", error: "Event key not found" };
    return { status: 401, body };
  }
  const payload = parseJson(await question.text());
  if (payload === undefined) {
    return { status: 400, body: { ids: [], status: 400, error: "not JSON" } };
  }
  const seed = question.headers["x-inngest-event-id-seed"];
  const idOf = typeof seed === "string" ? parseSeed(seed) : null;
  const { events, problem } = parseEvents(payload, idOf ?? undefined);
  await transaction(database, (tx) => acceptEvents(tx, catalog, events));
  const ids = events.map(({ internalId }) => internalId);
  if (problem === null) return { status: 200, body: { ids, status: 200 } };
  return { status: 400, body: { ids, status: 400, error: problem } };
}

async function registerApp(
  { database, catalog }: Options,
  question: HttpQuestion,
): Promise<HttpAnswer> {
  const kind = question.headers["x-inngest-expected-server-kind"];
  if (kind !== undefined && kind !== "cloud") {
    return refusal(400, `Expected server kind ${String(kind)}, got cloud`);
  }
  const payload = parseJson(await question.text());
  try {
    const { isModified } = await register(database, catalog, payload);
    const body = { ok: true, ...(isModified ? { modified: true } : {}) };
    return { status: 200, body };
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (error instanceof ZodError) {
      return refusal(400, "The registration can't be read");
    }
    return refusal(400, error instanceof Error ? error.message : String(error));
  }
}

async function inspect(
  { database, catalog }: Options,
  method: string,
  path: string,
): Promise<HttpAnswer> {
  const [, kind, id, rest] =
    /^\/v1\/(runs|events)\/([^/]+)(\/runs)?$/.exec(path) ?? [];
  if (id === undefined) return refusal(404, "Not found");
  if (kind === "events" && rest !== undefined && method === "GET") {
    return found(await findEventRuns(database, catalog, id));
  }
  if (kind === "runs" && rest === undefined && method === "GET") {
    return found(await findRun(database, catalog, id));
  }
  if (kind === "runs" && rest === undefined && method === "DELETE") {
    const isFound = await cancelRun(database, catalog, id);
    return isFound ? { status: 200, body: "" } : refusal(404, "No such run");
  }
  return refusal(404, "Not found");
}

function found(data: unknown): HttpAnswer {
  if (data === null) return refusal(404, "No such run");
  const now = new Date().toISOString();
  const metadata = { fetched_at: now, cached_until: now };
  return { status: 200, body: { data, metadata } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
