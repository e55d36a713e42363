import { z } from "zod";
import { queryEmbedded } from "./embedded-database";
import {
  expectedLedger,
  outcomeOf,
  type Population,
  type SyncPlan,
} from "./population";
import type { Witness } from "./witness";

const IDS_AT_ONCE = 50_000;
const NAMED_MAX = 5;

export type LiveSync = { id: string; plan: SyncPlan; population: Population };

/** Holds the runs' ledgers against what the population must come to. */
export async function auditLedgers(
  dataDir: string,
  syncs: LiveSync[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, plan, population } of syncs) {
    const [sum] = await queryEmbedded(
      dataDir,
      `SELECT sum(read)::int AS read, sum(filtered)::int AS filtered, sum(invalid)::int AS invalid, sum(delivered)::int AS delivered,
         sum(rejected)::int AS rejected, sum(pending)::int AS pending,
         count(*) FILTER (WHERE read <> filtered + invalid + delivered + rejected + pending)::int AS unbalanced
       FROM runs WHERE sync_id = $1`,
      [id],
    );
    const expected = JSON.stringify({
      ...expectedLedger(plan, population),
      unbalanced: 0,
    });
    const found = JSON.stringify({ ...expectedOrder(sum ?? {}) });
    if (found !== expected)
      problems.push(
        `${plan.name}: the books say ${found}, but should say ${expected}`,
      );
  }
  return problems;
}

function expectedOrder({
  read,
  filtered,
  invalid,
  delivered,
  rejected,
  pending,
  unbalanced,
}: Record<string, unknown>) {
  return { read, filtered, invalid, delivered, rejected, pending, unbalanced };
}

/** Each record that should be dead is a dead letter with a reason, once; nothing else is. */
export async function auditDeadLetters(
  dataDir: string,
  syncs: LiveSync[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, plan, population } of syncs) {
    const rows = await queryEmbedded<{ record_key: string; outcome: string }>(
      dataDir,
      "SELECT record_key, outcome FROM data.dead_letter WHERE sync_id = $1 AND code <> '' AND message <> ''",
      [id],
    );
    const found = rows
      .map((row) => `${row.record_key.split("-").at(-1)} ${row.outcome}`)
      .sort();
    const expected = deadOnes(plan, population).sort();
    const wrong = difference(found, expected);
    if (wrong.length > 0)
      problems.push(
        `${plan.name}: of the dead letters these differ: ${named(wrong)}`,
      );
  }
  return problems;
}

function deadOnes(plan: SyncPlan, population: Population): string[] {
  const dead: string[] = [];
  for (let n = 0; n < population.total; n += 1) {
    const outcome = outcomeOf(plan, population, n);
    if (outcome === "invalid" || outcome === "rejected")
      dead.push(`${n} ${outcome}`);
  }
  return dead;
}

/** Of two sorted lists, what is in one of them more often than in the other. */
function difference(found: string[], expected: string[]): string[] {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  for (const one of expected) counts.set(one, (counts.get(one) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0).map(([one]) => one);
}

const Unseen = z.object({ unseen: z.array(z.string()) });
const Stats = z.object({
  segment: z.object({
    distinctIds: z.number(),
    duplicates: z.number(),
    dropped: z.record(z.string(), z.number()),
  }),
});
export type DestinationStats = z.infer<typeof Stats>["segment"];

export async function destinationStats(
  sandboxUrl: string,
): Promise<DestinationStats> {
  const response = await fetch(`${sandboxUrl}/_control/stats`);
  return Stats.parse(await response.json()).segment;
}

/** The destination has every id that it should have, none that it refused, and none that nobody sent. */
export async function auditDestination(
  sandboxUrl: string,
  witness: Witness,
): Promise<string[]> {
  const problems = [...witness.problems];
  const missing = witness.missing();
  if (missing.length > 0) problems.push(`Never sent: ${named(missing)}`);
  const { delivered, rejected } = witness.ids();
  if (new Set(delivered).size !== delivered.length)
    problems.push("Two events had one id");
  const lost = await unseenOf(sandboxUrl, delivered);
  if (lost.length > 0)
    problems.push(`The destination does not have: ${named(lost)}`);
  const refused = await unseenOf(sandboxUrl, rejected);
  if (refused.length !== rejected.length)
    problems.push("The destination has what it refused");
  const { distinctIds, dropped } = await destinationStats(sandboxUrl);
  if (distinctIds !== delivered.length)
    problems.push(
      `The destination has ${distinctIds} ids, but was sent ${delivered.length}`,
    );
  if (Object.keys(dropped).length > 0)
    problems.push(`The destination dropped ${JSON.stringify(dropped)}`);
  return problems;
}

async function unseenOf(sandboxUrl: string, ids: string[]): Promise<string[]> {
  const unseen: string[] = [];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const response = await fetch(`${sandboxUrl}/_control/seen`, {
      method: "POST",
      body: JSON.stringify({
        system: "segment",
        ids: ids.slice(at, at + IDS_AT_ONCE),
      }),
    });
    unseen.push(...Unseen.parse(await response.json()).unseen);
  }
  return unseen;
}

const named = (all: string[]) =>
  all.length <= NAMED_MAX
    ? all.join(", ")
    : `${all.slice(0, NAMED_MAX).join(", ")} and ${all.length - NAMED_MAX} more`;
