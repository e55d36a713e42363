import type pg from "pg";
import { database, inTransaction } from "../../db";
import { badRequest, notFound } from "../../errors";
import type { Sync } from "../../generated/prisma/client";
import {
  SyncDefinitionSchema,
  type SyncDefinition,
} from "../../sync/definition";
import { repeatWindowStart } from "../../sync/repeat-window";
import { logStream } from "../../sync/snapshot";
import { definitionOfVersion } from "../sync/version-definition";
import { RANGE_SQL, rangeValues, type Range } from "./read-inbox";
import type { RangeInput } from "./schemas";

/** Counting is for people to see: it must not hold up what it counts. */
const COUNT_MS_MAX = 8_000;
const CANCELLED_BY_TIMEOUT = "57014";

/** The range that was asked for, in the source of the version that it goes through. */
export function rangeOf(
  syncId: string,
  asked: RangeInput,
  definition: SyncDefinition,
  now: Date,
): Range {
  const fromAt = new Date(asked.from);
  const toAt = asked.to ? new Date(asked.to) : now;
  if (fromAt >= toAt)
    throw badRequest("The range ends before it begins.", [
      { path: "to", message: "should be after from" },
    ]);
  return {
    connectionId: definition.source.connection,
    stream: logStream(definition, syncId),
    ...{ fromAt, toAt, event: asked.event ?? null },
    q: asked.q ? asked.q : null,
  };
}

/** The version that was asked for, else the present one, with its definition. */
export async function versionOf(
  sync: Sync,
  { version }: RangeInput,
): Promise<{ version: number; definition: SyncDefinition }> {
  const number = version ?? sync.version ?? 0;
  const row = await database().prisma.syncVersion.findUnique({
    where: { syncId_number: { syncId: sync.id, number } },
  });
  if (row === null) throw notFound("version");
  const definition = SyncDefinitionSchema.parse(row.definition);
  await requireSameDestination(sync, number, definition);
  return { version: number, definition };
}

/** What a replay leaves pending is sent again by the present version, to where that sends. */
async function requireSameDestination(
  sync: Sync,
  number: number,
  { destination }: SyncDefinition,
): Promise<void> {
  if (sync.version === null || number === sync.version) return;
  const present = await definitionOfVersion(sync.id, sync.version);
  if (present.destination.connection === destination.connection) return;
  throw badRequest(
    `Version ${number} sends to another connection than version ${sync.version}, which is live. Publish one that sends there first.`,
  );
}

export type Measured = {
  /** Before the first record. */
  fromId: string;
  /** The last record's; null when there is none. */
  toId: string | null;
  count: number | null;
  /** Of the count, those that came before the destination's memory of ids begins. */
  pastWindow: number | null;
};

/**
 * Where a range begins and ends in the inbox, and how many records it has.
 * Only what was committed for sure, and what the sync's live reading has
 * behind it, is in it; counts are null where they take too long.
 */
export async function measureRange(
  syncId: string,
  range: Range,
  now = new Date(),
): Promise<Measured> {
  const ends = await endsOf(range, await readLive(syncId, range));
  if (ends.toId === null) return { ...ends, count: 0, pastWindow: 0 };
  const counts = await countOf(range, ends.fromId, ends.toId, now);
  if (counts?.count === 0) return { ...ends, toId: null, ...counts };
  return { ...ends, ...(counts ?? { count: null, pastWindow: null }) };
}

/**
 * How far a sync's live reading got in what a range is of. What comes after is
 * still to be sent live: a replay that took it would send it twice. Null when
 * the live version reads something else, so that none of it is sent live.
 */
export async function readLive(
  syncId: string,
  { connectionId, stream }: Range,
  client: Pick<pg.PoolClient, "query"> = database().pool,
): Promise<string | null> {
  const { rows } = await client.query<{ position: string }>(
    "SELECT position FROM data.cursor WHERE sync_id = $1 AND connection_id = $2 AND stream = $3",
    [syncId, connectionId, stream],
  );
  return rows[0]?.position ?? null;
}

async function endsOf(
  range: Range,
  liveId: string | null,
): Promise<{ fromId: string; toId: string | null }> {
  const { rows } = await database().pool.query<{
    first: string | null;
    last: string | null;
  }>(
    // The least of two leaves out what is null.
    `WITH barrier AS MATERIALIZED (SELECT least(data.inbox_barrier($1), $7) AS high)
     SELECT min(i.id) - 1 AS first, max(i.id) AS last FROM barrier, data.inbox i WHERE ${RANGE_SQL} AND i.id <= barrier.high`,
    // Event and text are left to the count: here only the ends matter.
    [...rangeValues({ ...range, event: null, q: null }), liveId],
  );
  return { fromId: rows[0]?.first ?? "0", toId: rows[0]?.last ?? null };
}

async function countOf(
  range: Range,
  fromId: string,
  toId: string,
  now: Date,
): Promise<{ count: number; pastWindow: number } | null> {
  try {
    return await inTransaction(async (client) => {
      await client.query(`SET LOCAL statement_timeout = ${COUNT_MS_MAX}`);
      const { rows } = await client.query<{ count: number; past: number }>(
        `SELECT count(*)::int AS count, (count(*) FILTER (WHERE i.received_at < $9))::int AS past
         FROM data.inbox i WHERE ${RANGE_SQL} AND i.id > $7 AND i.id <= $8`,
        [...rangeValues(range), fromId, toId, repeatWindowStart(now)],
      );
      return { count: rows[0]?.count ?? 0, pastWindow: rows[0]?.past ?? 0 };
    });
  } catch (error) {
    if (isTimeout(error)) return null;
    throw error;
  }
}

const isTimeout = (error: unknown) =>
  error instanceof Error &&
  "code" in error &&
  error.code === CANCELLED_BY_TIMEOUT;
