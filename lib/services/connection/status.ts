import { z } from "zod";
import { database } from "../../db";
import type { Connection } from "../../generated/prisma/client";
import type { VerbArgs } from "../context";
import {
  FOUND_LIMITS,
  readFlow,
  type Flow,
  type FoundLimit,
} from "../flow/flow-row";
import { KEPT } from "../retention";
import { endOrDraftSql, LIVE_VERSION_SQL } from "../sync/live-version";
import { allowedPerSecond } from "../../sync/send-rate";
import { findConnection, toConnectionDto } from "./connection-row";
import { readPassages, WINDOWS } from "./read-rollups";
import { limitsOf } from "./segment-target";
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

const iso = (at: Date | null) => at?.toISOString() ?? null;
const isoOfMs = (ms: number | null) =>
  ms === null ? null : new Date(ms).toISOString();

/** How a connection is doing, and what went over it. */
export async function readConnectionStatus({
  ctx,
  input,
}: VerbArgs<z.infer<typeof StatusInput>>): Promise<Status> {
  const connection = await findConnection(ctx, input.id);
  const flow = await readFlow(connection.id);
  const [passages, limits, syncs, events] = await Promise.all([
    readPassages(connection.id, input.window, ctx.now()),
    readLimits(connection, flow),
    readSyncs(connection.id),
    readEvents(connection.id),
  ]);
  const { minuteHours, hourDays } = KEPT;
  return ConnectionStatusDto.parse({
    connection: toConnectionDto(connection),
    state: stateOf(syncs, flow),
    breaker: toBreaker(flow),
    window: input.window,
    stepSeconds: WINDOWS[input.window].stepSeconds,
    ...passages,
    limits,
    throttledAt: isoOfMs(flow.throttledAtMs),
    events,
    syncs: syncs.map(({ id, name, role, status, waiting }) => ({
      ...{ id, name, role, status, waiting },
    })),
    retention: { minuteHours, hourDays },
  });
}

const toBreaker = ({ breaker, ...flow }: Flow): Status["breaker"] => ({
  state: breaker.state,
  openedAt: isoOfMs(breaker.openedAtMs),
  probeAt: isoOfMs(breaker.probeAtMs),
  pausedUntil: isoOfMs(flow.pausedUntilMs),
  succeededAt: isoOfMs(flow.succeededAtMs),
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
    `SELECT s.id, s.name, s.status, s.waiting_reason AS waiting, s.waiting_detail AS detail, s.waiting_since AS since,
       CASE WHEN ${endOrDraftSql("destination")} = $1 THEN 'destination' ELSE 'source' END AS role
     FROM syncs s LEFT JOIN ${LIVE_VERSION_SQL}
     WHERE $1 IN (${endOrDraftSql("source")}, ${endOrDraftSql("destination")}) ORDER BY s.name`,
    [connectionId],
  );
  return rows;
}

/** Of the syncs that send to it: held is worse than waiting; a source is well by itself. */
function stateOf(syncs: SyncRow[], flow: Flow): Status["state"] {
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
  if (flow.breaker.state !== "closed")
    return {
      kind: "waiting",
      since: isoOfMs(flow.breaker.openedAtMs),
      detail: flow.lastError,
    };
  return { kind: "well", since: null, detail: null };
}

/** Only what is sent to Segment is limited; what is used is what was sent in the last whole minute. */
async function readLimits(
  connection: Connection,
  flow: Flow,
): Promise<Status["limits"]> {
  if (connection.kind !== "segment") return [];
  const declared = limitsOf(connection);
  const { rows } = await database().pool.query<Record<FoundLimit, number>>(
    `SELECT coalesce(sum(requests), 0)::float8 / 60 AS requests, coalesce(sum(records + rejected), 0)::float8 / 60 AS events
     FROM data.connection_minute WHERE connection_id = $1 AND direction = 'out' AND minute = date_trunc('minute', now()) - interval '1 minute'`,
    [connection.id],
  );
  return FOUND_LIMITS.map((name) => {
    const found = flow.found[name];
    const known = declared[name];
    const perSecond = allowedPerSecond(found, known, flow.nowMs);
    const isFound = found !== null && perSecond !== known;
    return {
      ...{ name, perSecond, usedPerSecond: rows[0]?.[name] ?? null },
      basis: perSecond === null ? null : isFound ? "found" : "declared",
      metAt: isoOfMs(found?.cutAtMs ?? null),
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
