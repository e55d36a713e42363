import { expect, it } from "vitest";
import { countIn, emptyBuckets } from "../../shared/log-buckets";
import { FAMILIES, type Sample } from "./families";
import { formatSamples } from "./format";

const aSample = (given: Partial<Sample>): Sample => ({
  ...{ workspaceId: "wsp_1", family: "sluice_sync_info", labels: {}, value: 1 },
  ...given,
});

it("names every family, also without a sample", () => {
  const text = formatSamples([]);
  for (const [name, { type }] of Object.entries(FAMILIES))
    expect(text).toContain(`# TYPE ${name} ${type}\n`);
});

it("escapes what would end a label", () => {
  const text = formatSamples([
    aSample({ labels: { name: 'a "quoted"\\ name\nof two lines' } }),
  ]);
  expect(text).toContain(
    'sluice_sync_info{name="a \\"quoted\\"\\\\ name\\nof two lines"} 1\n',
  );
});

it("makes histograms that grow to their count, in seconds", () => {
  const buckets = emptyBuckets();
  for (const ms of [1, 3, 1_000, 1e12]) countIn(buckets, ms);
  const text = formatSamples([
    aSample({
      family: "sluice_connection_request_duration_seconds",
      labels: { connection: "con_1" },
      value: { buckets, sumMs: 1_004 },
    }),
  ]);
  const name = "sluice_connection_request_duration_seconds";
  const counts = [
    ...text.matchAll(
      new RegExp(`^${name}_bucket\\{.*le="(.+)"\\} (\\d+)$`, "gm"),
    ),
  ].map(([, le, count]) => [le, Number(count)]);
  expect(counts[0]).toEqual(["0.001", 1]);
  expect(counts).toContainEqual(["0.004", 2]);
  expect(counts).toContainEqual(["1.024", 3]);
  expect(counts.at(-1)).toEqual(["+Inf", 4]);
  const values = counts.map(([, count]) => Number(count));
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(text).toContain(`${name}_sum{connection="con_1"} 1.004\n`);
  expect(text).toContain(`${name}_count{connection="con_1"} 4\n`);
});
