import { AggregatorRegistry, type MetricObject } from "prom-client";
import { database } from "../../db";
import { env } from "../../env";
import { processMetrics, processName } from "../../metrics";
import { openLogStreams } from "../run/follow-log";

/** How often a process tells what it measured; and after how long it is taken for gone. */
export const SNAPSHOT_MS = 10_000;
const SNAPSHOT_SECONDS_MAX = 35;

/** Leaves this process's measurements for whichever process is scraped. */
export async function keepSnapshot(): Promise<void> {
  await database().pool.query(
    `INSERT INTO data.process_metrics (process, role, at, metrics) VALUES ($1, $2, now(), $3)
     ON CONFLICT (process) DO UPDATE SET at = now(), metrics = excluded.metrics`,
    [processName, env().SLUICE_ROLE, JSON.stringify(await ownMetrics())],
  );
}

/** What all processes that live measured of themselves: this one now, others seconds ago. */
export async function processesText(): Promise<string> {
  const { rows } = await database().pool.query<{ metrics: MetricObject[] }>(
    "SELECT metrics FROM data.process_metrics WHERE process <> $1 AND at > now() - make_interval(secs => $2)",
    [processName, SNAPSHOT_SECONDS_MAX],
  );
  const own = await ownMetrics();
  // Each sample carries its process as a label, so that nothing is summed.
  return AggregatorRegistry.aggregate([
    own,
    ...rows.map(({ metrics }) => metrics),
  ]).metrics();
}

async function ownMetrics(): Promise<MetricObject[]> {
  const { registry, logStreams } = processMetrics();
  logStreams.set(openLogStreams());
  return registry.getMetricsAsJSON() as Promise<unknown> as Promise<
    MetricObject[]
  >;
}
