import { z } from "zod";
import { database } from "../../db";
import type { Connection } from "../../generated/prisma/client";
import type { VerbArgs } from "../context";
import { KEPT } from "../retention";
import { findConnection, toConnectionDto } from "./connection-row";
import { readPassages, WINDOWS } from "./read-rollups";
import {
  ConnectionStatusDto,
  STATUS_WINDOWS,
  type ConnectionStatusDto as Status,
} from "./schemas";

export const StatusInput = z.object({
  id: z.string(),
  window: z.enum(STATUS_WINDOWS).default("24h"),
});

const EVENTS_SHOWN_MAX = 10;
const LIMITS = ["requests", "events"] as const;

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** How a connection is doing, and what went over it. */
export async function readConnectionStatus({
  ctx,
  input,
}: VerbArgs<z.infer<typeof StatusInput>>): Promise<Status> {
  const connection = await findConnection(ctx, input.id);
  const [passages, flow, limits, syncs, events] = await Promise.all([
    readPassages(connection.id, input.window, ctx.now()),
    readFlow(connection.id),
    readLimits(connection.id),
    readSyncs(connection.id),
    readEvents(connection.id),
  ]);
  const { minuteHours, hourDays } = KEPT;
  return ConnectionStatusDto.parse({
    connection: toConnectionDto(connection),
    state: stateOf(syncs, flow),
    breaker: flow === null ? null : toBreaker(flow),
    window: input.window,
    stepSeconds: WINDOWS[input.window].stepSeconds,
    ...passages,
    limits: connection.kind === "segment" ? limits : [],
    throttledAt: iso(flow?.throttled_at ?? null),
    events,
    syncs: syncs.map(({ id, name, role, status, waiting }) => ({
      ...{ id, name, role, status, waiting },
    })),
    retention: { minuteHours, hourDays },
  });
}

type Flow = {
  state: string;
  opened_at: Date | null;
  probe_at: Date | null;
  paused_until: Date | null;
  succeeded_at: Date | null;
  throttled_at: Date | null;
  last_error: string | null;
};

async function readFlow(connectionId: string): Promise<Flow | null> {
  const { rows } = await database().pool.query<Flow>(
    "SELECT state, opened_at, probe_at, paused_until, succeeded_at, throttled_at, last_error FROM data.flow WHERE connection_id = $1",
    [connectionId],
  );
  return rows[0] ?? null;
}

const toBreaker = (flow: Flow): Status["breaker"] => ({
  state: z.enum(["closed", "open", "half_open"]).parse(flow.state),
  openedAt: iso(flow.opened_at),
  probeAt: iso(flow.probe_at),
  pausedUntil: iso(flow.paused_until),
  succeededAt: iso(flow.succeeded_at),
});

type SyncRow = {
  id: string;
  name: string;
  role: "source" | "destination";
  status: string;
  waiting: string | null;
  detail: string | null;
  since: Date | null;
};

async function readSyncs(connectionId: Connection["id"]): Promise<SyncRow[]> {
  const { rows } = await database().pool.query<SyncRow>(
    `SELECT id, name, status, waiting_reason AS waiting, waiting_detail AS detail, waiting_since AS since,
       CASE WHEN destination_connection_id = $1 THEN 'destination' ELSE 'source' END AS role
     FROM syncs WHERE source_connection_id = $1 OR destination_connection_id = $1 ORDER BY name`,
    [connectionId],
  );
  return rows;
}

/** Of the syncs that send to it: held is worse than waiting; a source is well by itself. */
function stateOf(syncs: SyncRow[], flow: Flow | null): Status["state"] {
  if (syncs.length === 0) return { kind: "unused", since: null, detail: null };
  const sending = syncs.filter(
    ({ role, status }) => role === "destination" && status === "live",
  );
  const held = sending.find(({ waiting }) => waiting === "held");
  const waiting = held ?? sending.find((sync) => sync.waiting !== null);
  if (waiting !== undefined)
    return {
      kind: held === undefined ? "waiting" : "held",
      since: iso(waiting.since),
      detail: waiting.detail,
    };
  if (flow !== null && flow.state !== "closed")
    return {
      kind: "waiting",
      since: iso(flow.opened_at),
      detail: flow.last_error,
    };
  return { kind: "well", since: null, detail: null };
}

type LimitRow = { name: string; rate: number | null; cut_at: Date | null };

/** What is used is what was sent in the last whole minute. */
async function readLimits(connectionId: string): Promise<Status["limits"]> {
  const { pool } = database();
  const [buckets, used] = await Promise.all([
    pool.query<LimitRow>(
      "SELECT limit_name AS name, rate, cut_at FROM data.bucket WHERE connection_id = $1 AND subject = ''",
      [connectionId],
    ),
    pool.query<{ requests: number; events: number }>(
      `SELECT coalesce(sum(requests), 0)::float8 / 60 AS requests, coalesce(sum(records + rejected), 0)::float8 / 60 AS events
       FROM data.connection_minute WHERE connection_id = $1 AND direction = 'out' AND minute = date_trunc('minute', now()) - interval '1 minute'`,
      [connectionId],
    ),
  ]);
  return LIMITS.map((name) => {
    const bucket = buckets.rows.find((row) => row.name === name);
    return {
      name,
      perSecond: bucket?.rate ?? null,
      usedPerSecond: used.rows[0]?.[name] ?? null,
      metAt: iso(bucket?.cut_at ?? null),
    };
  });
}

type EventRow = {
  at: Date;
  kind: string;
  status: number | null;
  message: string | null;
};

/** Faults of chunks and moves of the breaker, the newest first. */
async function readEvents(connectionId: string): Promise<Status["events"]> {
  const { rows } = await database().pool.query<EventRow>(
    "SELECT at, state AS kind, status, message FROM data.connection_event WHERE connection_id = $1 ORDER BY id DESC LIMIT $2",
    [connectionId, EVENTS_SHOWN_MAX],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
