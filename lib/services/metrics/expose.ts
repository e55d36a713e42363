import { readConnectionSamples } from "./connection-samples";
import type { Sample } from "./families";
import { formatSamples } from "./format";
import { processesText } from "./process-snapshots";
import { readDeadLetterSamples, readSyncSamples } from "./sync-samples";

const CACHED_MS = 5_000;

let cached: { at: number; samples: Promise<Sample[]> } | null = null;

/**
 * Everything that is measured, as Prometheus reads it. For a workspace: its own syncs
 * and connections; null: all of them. What processes measured names neither, and is
 * the same for everybody.
 */
export async function exposeMetrics(
  workspaceId: string | null,
): Promise<string> {
  const [processes, samples] = await Promise.all([
    processesText(),
    recentSamples(Date.now()),
  ]);
  const shown = samples.filter(
    (sample) => workspaceId === null || sample.workspaceId === workspaceId,
  );
  return `${formatSamples(shown)}\n${processes}`;
}

/** However many scrape, the database is asked each five seconds at most. */
function recentSamples(nowMs: number): Promise<Sample[]> {
  if (cached !== null && nowMs - cached.at < CACHED_MS) return cached.samples;
  const samples = readSamples();
  cached = { at: nowMs, samples };
  samples.catch(() => (cached = null));
  return samples;
}

async function readSamples(): Promise<Sample[]> {
  const lists = await Promise.all([
    readSyncSamples(),
    readDeadLetterSamples(),
    readConnectionSamples(),
  ]);
  return lists.flat();
}
