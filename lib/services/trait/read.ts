import { database } from "../../db";
import type { VerbArgs } from "../context";
import { TraitsDto } from "./schemas";
import { findTraitSource, toTraitDto } from "./trait-row";

const COUNTED_MAX = 100_000;

/** The computed traits of a connection, oldest first, and how far they are. */
export async function listTraits({
  ctx,
  input,
}: VerbArgs<{ connectionId: string }>): Promise<TraitsDto> {
  const connection = await findTraitSource(ctx, input.connectionId);
  const [rows, feed] = await Promise.all([
    database().prisma.computedTrait.findMany({
      where: { connectionId: connection.id },
      orderBy: { id: "asc" },
    }),
    readProgress(connection.id),
  ]);
  return TraitsDto.parse({
    data: rows.map((row) => toTraitDto(row, feed?.computed_revision ?? 0)),
    nextCursor: null,
    progress: feed === null || rows.length === 0 ? null : progressOf(feed),
  });
}

/** By which revision of its definitions everybody was computed last. */
export async function readComputedRevision(
  connectionId: string,
): Promise<number> {
  return (await readProgress(connectionId))?.computed_revision ?? 0;
}

type FeedRow = {
  revision: number;
  computed_revision: number;
  pass_done: number;
  pass_total: number;
  people: number;
  computed_at: Date | null;
  events_left: number;
};

async function readProgress(connectionId: string): Promise<FeedRow | null> {
  const { rows } = await database().pool.query<FeedRow>(
    `SELECT revision, computed_revision, pass_done, pass_total, people, computed_at, (
       SELECT count(*)::int FROM (SELECT FROM data.inbox i WHERE i.connection_id = f.connection_id AND i.stream = 'events'
         AND i.id > f.position LIMIT ${COUNTED_MAX}) AS ahead) AS events_left
     FROM data.event_feed f WHERE connection_id = $1`,
    [connectionId],
  );
  return rows[0] ?? null;
}

function progressOf(feed: FeedRow): TraitsDto["progress"] {
  const isComputed = feed.computed_revision === feed.revision;
  const isReading = feed.computed_revision === 0 && feed.events_left > 0;
  const { pass_done: done, pass_total: total, people } = feed;
  return {
    state: isReading ? "reading" : isComputed ? "current" : "computing",
    eventsLeft: feed.events_left,
    people: isComputed
      ? { done: people, total: people }
      : { done, total: Math.max(done, total) },
    computedAt: feed.computed_at?.toISOString() ?? null,
  };
}
