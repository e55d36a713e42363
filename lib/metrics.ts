import { hostname } from "node:os";
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from "prom-client";
import { env } from "./env";

const DURATION_BUCKETS = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  ...[1, 2.5, 5, 10, 30, 60],
];

/** Of this process among all that share the database. */
export const processName = `${hostname()}-${process.pid}`;

export type ProcessMetrics = ReturnType<typeof createProcessMetrics>;

/** What a process measures of itself, by the names of docs/metrics.md. */
function createProcessMetrics() {
  const registry = new Registry();
  registry.setDefaultLabels({ role: env().SLUICE_ROLE, process: processName });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    ingestRequests: new Counter({
      name: "sluice_ingest_requests_total",
      help: "Requests at ingest addresses, by the status that they were answered with.",
      labelNames: ["status"],
      registers,
    }),
    ingestRecords: new Counter({
      name: "sluice_ingest_records_total",
      help: "Records that came to ingest addresses: accepted, duplicate or rejected.",
      labelNames: ["outcome"],
      registers,
    }),
    ingestDuration: new Histogram({
      name: "sluice_ingest_request_duration_seconds",
      help: "How long requests at ingest addresses took, reading and commit included.",
      buckets: DURATION_BUCKETS,
      registers,
    }),
    stepDuration: new Histogram({
      name: "sluice_step_duration_seconds",
      help: "How long steps of durable functions took in the worker, by function and step.",
      labelNames: ["function", "step", "outcome"],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    logStreams: new Gauge({
      name: "sluice_log_streams_open",
      help: "Logs of runs that are being followed.",
      registers,
    }),
  };
}

// Next may load this module once a bundle: all must count in one registry.
const globalStore = globalThis as typeof globalThis & {
  sluiceMetrics?: ProcessMetrics;
};

export function processMetrics(): ProcessMetrics {
  globalStore.sluiceMetrics ??= createProcessMetrics();
  return globalStore.sluiceMetrics;
}
