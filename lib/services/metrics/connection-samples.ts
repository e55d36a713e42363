import { z } from "zod";
import { database } from "../../db";
import type { FamilyName, Labels, Sample } from "./families";

const STATES = ["closed", "open", "half_open"];

const count = z.coerce.number();
const Passed = z.object({
  direction: z.enum(["in", "out"]),
  ...{ ok: count, throttled: count, refused: count, failed: count },
  ...{ unanswered: count, records: count, rejected: count, duplicates: count },
  ...{ duration_ms: count, durations: z.array(count) },
  ...{ delay_ms: count, delays: z.array(count) },
});
type Passed = z.infer<typeof Passed>;

const Row = z.object({
  id: z.string(),
  workspace_id: z.string(),
  name: z.string(),
  kind: z.string(),
  state: z.string().nullable(),
  passed: z.array(Passed),
  limits: z.array(z.object({ name: z.string(), rate: z.number() })),
});
type Row = z.infer<typeof Row>;

/** What went over connections, and how well their destinations are. */
export async function readConnectionSamples(): Promise<Sample[]> {
  const { rows } = await database().pool.query(
    `SELECT c.id, c.workspace_id, c.name, c.kind, f.state,
       (SELECT coalesce(json_agg(t ORDER BY direction), '[]') FROM data.connection_total t WHERE t.connection_id = c.id) AS passed,
       (SELECT coalesce(json_agg(json_build_object('name', limit_name, 'rate', rate) ORDER BY limit_name), '[]') FROM data.bucket b
         WHERE b.connection_id = c.id AND subject = '' AND rate IS NOT NULL) AS limits
     FROM connections c LEFT JOIN data.flow f ON f.connection_id = c.id ORDER BY c.id`,
  );
  return z.array(Row).parse(rows).flatMap(samplesOf);
}

function samplesOf(row: Row): Sample[] {
  const { id: connection, name, kind, state } = row;
  const sample = (
    family: FamilyName,
    value: Sample["value"],
    labels: Labels = {},
  ): Sample => ({
    workspaceId: row.workspace_id,
    ...{ family, value, labels: { connection, ...labels } },
  });
  return [
    sample("sluice_connection_info", 1, {
      ...{ workspace: row.workspace_id, name, kind },
    }),
    ...row.passed.flatMap((passed) => passedSamples(passed, sample)),
    ...(kind === "heap" && state === null ? [] : STATES).map((one) =>
      sample(
        "sluice_connection_breaker_state",
        one === (state ?? "closed") ? 1 : 0,
        { state: one },
      ),
    ),
    ...row.limits.map((limit) =>
      sample("sluice_connection_limit_per_second", limit.rate, {
        limit: limit.name,
      }),
    ),
  ];
}

type Sampler = (
  family: FamilyName,
  value: Sample["value"],
  labels?: Labels,
) => Sample;

function passedSamples(passed: Passed, sample: Sampler): Sample[] {
  const { direction } = passed;
  const statuses = {
    ...{ "2xx": passed.ok, "429": passed.throttled, "4xx": passed.refused },
    ...{ "5xx": passed.failed, none: passed.unanswered },
  };
  const outcomes =
    direction === "in"
      ? {
          ...{ accepted: passed.records, duplicate: passed.duplicates },
          rejected: passed.rejected,
        }
      : { delivered: passed.records, rejected: passed.rejected };
  return [
    ...Object.entries(statuses).map(([status, value]) =>
      sample("sluice_connection_requests_total", value, { direction, status }),
    ),
    ...Object.entries(outcomes).map(([outcome, value]) =>
      sample("sluice_connection_records_total", value, { direction, outcome }),
    ),
    ...(direction === "in" ? [] : histograms(passed, sample)),
  ];
}

function histograms(passed: Passed, sample: Sampler): Sample[] {
  const { durations, duration_ms, delays, delay_ms } = passed;
  return [
    sample("sluice_connection_request_duration_seconds", {
      ...{ buckets: durations, sumMs: duration_ms },
    }),
    sample("sluice_connection_record_delay_seconds", {
      ...{ buckets: delays, sumMs: delay_ms },
    }),
  ];
}
