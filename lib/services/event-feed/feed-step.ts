import { database } from "../../db";
import { z } from "zod";
import {
  TraitDefinitionSchema,
  type TraitDefinition,
} from "../../traits/definition";
import { chunkResult, type ChunkResult } from "../delivery/chunk-result";
import { applyPresence } from "./apply-presence";
import { beginFeed } from "./begin-feed";
import { computeAll } from "./compute-all";
import { computeDirty } from "./compute-dirty";
import { feedEvents } from "./feed-events";
import {
  claimFeed,
  FeedTakenError,
  readFeed,
  type Feed,
  type FeedClaim,
} from "./feed-state";
import { clearSome, endFeed } from "./forget";
import { markAged } from "./mark-aged";
import { moveEvents } from "./move-events";

const STEP_MS_MAX = 8_000;

type Turn = "more" | "idle" | "stop";

/**
 * Works a step's worth of a connection's traits: takes in the events that came,
 * then computes whoever has news. Safe to run twice at once and to be killed
 * anywhere: each part is one commit, of whoever took the feed last.
 */
export async function runFeedStep(
  connectionId: string,
  clock: () => Date = () => new Date(),
): Promise<ChunkResult> {
  const claim = await claimFeed(connectionId);
  if (claim === null) return chunkResult("stop");
  const endsAtMs = performance.now() + STEP_MS_MAX;
  try {
    while (performance.now() < endsAtMs) {
      const next = await takeTurn(claim, clock());
      if (next !== "more") return chunkResult(next);
    }
    return chunkResult("more");
  } catch (error) {
    // Whoever took it goes on; of definitions that changed meanwhile this one does.
    if (!(error instanceof FeedTakenError)) throw error;
    return chunkResult((await isStillHeld(claim)) ? "more" : "stop");
  }
}

async function isStillHeld(claim: FeedClaim): Promise<boolean> {
  return readFeed(claim).then(
    () => true,
    () => false,
  );
}

async function takeTurn(claim: FeedClaim, now: Date): Promise<Turn> {
  const feed = await readFeed(claim);
  const definitions = await readDefinitions(feed.connectionId);
  const computing = { feed, definitions, now };
  if (feed.isEnding) return endSome(computing);
  if (!feed.hasBegun) {
    await beginFeed(feed);
    return "more";
  }
  // Until all that came is in: whoever did much would be computed many times.
  if (await feedEvents(feed)) return "more";
  if (await applyPresence(feed)) return "more";
  if (await moveEvents(feed)) return "more";
  await markAged(feed, definitions, now);
  if (await computeAll(computing)) return "more";
  if (await computeDirty(computing)) return "more";
  await noteCurrent(feed, now);
  return "idle";
}

async function endSome(computing: {
  feed: Feed;
  definitions: readonly TraitDefinition[];
  now: Date;
}): Promise<Turn> {
  const { feed } = computing;
  if (await computeAll({ ...computing, definitions: [] })) return "more";
  if (await clearSome(feed)) return "more";
  await endFeed(feed);
  return "stop";
}

/** Read after the revision, so that they are as new at least: a commit asks for that revision. */
async function readDefinitions(
  connectionId: string,
): Promise<TraitDefinition[]> {
  const rows = await database().prisma.computedTrait.findMany({
    where: { connectionId },
    orderBy: { id: "asc" },
  });
  return z
    .array(TraitDefinitionSchema)
    .parse(rows.map(({ definition }) => definition));
}

async function noteCurrent({ connectionId, owner }: Feed, now: Date) {
  await database().pool.query(
    `UPDATE data.event_feed SET computed_at = $3,
       people = (SELECT count(*) FROM data.heap_user WHERE connection_id = $1 AND NOT is_gone)
     WHERE connection_id = $1 AND owner = $2`,
    [connectionId, owner, now],
  );
}
