import type { Facts, SyncFacts } from "../../../alerts/facts";
import type { Rule, RuleKind, WatchOf } from "../../../alerts/rule";
import { readBacklogs } from "./backlog";
import { readUnbalanced } from "./books";
import { readConnections } from "./connections";
import { readCounts } from "./counts";
import { readDelays } from "./delays";
import { readDrifts } from "./drift";
import { readHours } from "./hours";
import { readLastData } from "./last-data";
import { readThrottles } from "./throttles";
import type { WatchedSync } from "./watched-syncs";

/**
 * All that these rules are judged by, for each workspace: a statement for each
 * thing that a rule needs, whatever the number of syncs, and none for the rest.
 */
export async function measure(
  syncs: readonly WatchedSync[],
  rules: readonly Rule[],
  now: Date,
): Promise<Map<string, Facts>> {
  const needs = needsOf(rules);
  const [facts, connections] = await Promise.all([
    readSyncFacts(syncs, needs, now),
    readConnections(syncs, now),
  ]);
  const throttles = await readThrottles(
    connections.map(({ id }) => id),
    needs.throttleWindows,
    now,
  );
  const workspaces = new Set(syncs.map((sync) => sync.workspace_id));
  return new Map(
    [...workspaces].map((workspaceId) => {
      const own = syncs.filter((sync) => sync.workspace_id === workspaceId);
      const used = new Set(
        own.flatMap((sync) => [sync.source_id, sync.destination_id]),
      );
      return [
        workspaceId,
        {
          now,
          syncs: own.flatMap(({ id }) => facts.get(id) ?? []),
          connections: connections
            .filter(({ id }) => used.has(id))
            .map((connection) => ({
              ...connection,
              throttles: throttles.get(connection.id) ?? new Map(),
            })),
        },
      ];
    }),
  );
}

async function readSyncFacts(
  syncs: readonly WatchedSync[],
  needs: Needs,
  now: Date,
): Promise<Map<string, SyncFacts>> {
  const ids = syncs.map(({ id }) => id);
  const [counts, delays, backlogs, lastData, hours, drifts, unbalanced] =
    await Promise.all([
      readCounts(ids, needs.countWindows, now),
      readDelays(ids, needs.delayWindows, now),
      needs.backlogFrom === null
        ? null
        : readBacklogs(syncs, needs.backlogFrom),
      needs.kinds.has("noData") ? readLastData(ids) : null,
      readHours(syncs, needs.weeks, now),
      needs.kinds.has("schemaDrift") ? readDrifts(syncs, now) : null,
      needs.kinds.has("unbalancedBooks") ? readUnbalanced(ids, now) : null,
    ]);
  return new Map(
    syncs.map((sync) => [
      sync.id,
      {
        ...baseOf(sync),
        counts: counts.get(sync.id) ?? new Map(),
        delayP95Seconds: delays.get(sync.id) ?? new Map(),
        backlog: backlogs?.get(sync.id) ?? null,
        lastDataAt: lastData?.get(sync.id) ?? null,
        hours: hours.get(sync.id) ?? {},
        drift: drifts?.get(sync.id) ?? [],
        unbalanced: unbalanced?.get(sync.id) ?? [],
      },
    ]),
  );
}

function baseOf(sync: WatchedSync) {
  const { waiting_reason: reason, waiting_since: since } = sync;
  return {
    id: sync.id,
    name: sync.name,
    source: { id: sync.source_id, name: sync.source_name },
    destinationId: sync.destination_id,
    isStream: sync.definition.trigger.kind === "stream",
    publishedAt: sync.published_at,
    waiting:
      reason === null || since === null
        ? null
        : { reason, since, detail: sync.waiting_detail },
    run: sync.run,
  };
}

type Needs = {
  kinds: ReadonlySet<RuleKind>;
  countWindows: number[];
  delayWindows: number[];
  throttleWindows: number[];
  /** The greatest backlog that a rule minds; null when none does. */
  backlogFrom: number | null;
  weeks: number;
};

function needsOf(rules: readonly Rule[]): Needs {
  const ofKind = <Kind extends RuleKind>(kind: Kind) =>
    rules
      .map(({ watch }) => watch)
      .filter((watch): watch is WatchOf<Kind> => watch.kind === kind);
  const windows = (watches: readonly { windowMinutes: number }[]) => [
    ...new Set(watches.map(({ windowMinutes }) => windowMinutes)),
  ];
  const latency = ofKind("latency");
  const backlogs = [
    ...ofKind("backlog").map(({ records }) => records),
    ...latency.filter(({ measure }) => measure === "oldest").map(() => 0),
  ];
  return {
    kinds: new Set(rules.map(({ watch }) => watch.kind)),
    countWindows: windows([
      ...ofKind("rejectedShare"),
      ...ofKind("planViolations"),
    ]),
    delayWindows: windows(latency.filter(({ measure }) => measure === "p95")),
    throttleWindows: windows(ofKind("limitReached")),
    backlogFrom: backlogs.length === 0 ? null : Math.max(...backlogs),
    weeks: Math.max(0, ...ofKind("anomaly").map(({ weeks }) => weeks)),
  };
}
