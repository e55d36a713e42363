import { z } from "zod";
import { AppError } from "../../errors";
import { logger } from "../../logger";
import type { VerbArgs } from "../context";
import { readLogNews, tailOf } from "./log";
import { findRun } from "./read";
import type { RunLogLineDto } from "./schemas";

const POLL_MS = 700;
const LINES_PER_POLL = 500;
const TAIL_LINES = 500;
const FOLLOWERS_MAX = 200;

export const FollowLogInput = z.object({
  runId: z.string(),
  /** The last line that was seen; null: begin with the newest lines. */
  after: z.coerce.number().int().min(0).nullable().default(null),
});

export type Follower = {
  /** Answers false when the follower takes no more: then it is let go. */
  onLines: (lines: RunLogLineDto[]) => boolean;
  /** The run has ended, and everything was told; or the process ends. */
  onEnd: (isFinished: boolean) => void;
};

type Following = { follower: Follower; after: number };
type Watch = { followings: Set<Following>; timer: NodeJS.Timeout };

/** One watch a run, whoever looks: its log is read once for all of them. */
const watches = new Map<string, Watch>();
let followers = 0;
let isListeningForEnd = false;

export const openLogStreams = () => followers;

/**
 * Lets somebody follow the log of a run as it is written. Answers the function that
 * starts it, which answers the one that stops it. Throws AppError, also when too
 * many follow in this process already.
 */
export async function followRunLog({
  ctx,
  input,
}: VerbArgs<z.infer<typeof FollowLogInput>>): Promise<
  (follower: Follower) => () => void
> {
  const run = await findRun(ctx, input.runId);
  if (followers >= FOLLOWERS_MAX)
    throw new AppError(
      "too_many_requests",
      "Too many logs are being followed. Try again shortly.",
      { retryAfterSeconds: 5 },
    );
  const after = input.after ?? (await tailOf(run.id, TAIL_LINES));
  return (follower) => add(run.id, { follower, after });
}

function add(runId: string, following: Following): () => void {
  endWithProcess();
  const watch = watches.get(runId) ?? open(runId);
  watch.followings.add(following);
  followers += 1;
  return () => remove(runId, following);
}

function open(runId: string): Watch {
  const watch: Watch = {
    followings: new Set(),
    timer: setTimeout(() => void poll(runId, watch), 0),
  };
  watches.set(runId, watch);
  return watch;
}

function remove(runId: string, following: Following): void {
  const watch = watches.get(runId);
  if (watch?.followings.delete(following) !== true) return;
  followers -= 1;
  if (watch.followings.size > 0) return;
  clearTimeout(watch.timer);
  watches.delete(runId);
}

/** Reads from where the one who is furthest behind stands; each gets what is new to them. */
async function poll(runId: string, watch: Watch): Promise<void> {
  let isBehind = false;
  try {
    const from = Math.min(...[...watch.followings].map(({ after }) => after));
    const news = await readLogNews(runId, from, LINES_PER_POLL);
    isBehind = news?.lines.length === LINES_PER_POLL;
    for (const following of [...watch.followings]) {
      tell(runId, following, news?.lines ?? []);
      if (news === null || (news.isFinished && !isBehind))
        end(runId, following, true);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    logger.warn({ runId, reason }, "a log could not be read; trying again");
  }
  if (watches.get(runId) !== watch) return;
  watch.timer = setTimeout(
    () => void poll(runId, watch),
    isBehind ? 0 : POLL_MS,
  );
}

function tell(
  runId: string,
  following: Following,
  lines: RunLogLineDto[],
): void {
  const fresh = lines.filter(({ id }) => id > following.after);
  const last = fresh.at(-1);
  if (last === undefined) return;
  following.after = last.id;
  if (!following.follower.onLines(fresh)) end(runId, following, false);
}

function end(runId: string, following: Following, isFinished: boolean): void {
  remove(runId, following);
  following.follower.onEnd(isFinished);
}

/** Open streams would keep a server that is asked to stop from stopping. */
function endWithProcess(): void {
  if (isListeningForEnd) return;
  isListeningForEnd = true;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      for (const [runId, { followings }] of watches)
        for (const following of followings) end(runId, following, false);
    });
}
