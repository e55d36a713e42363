import { BUCKET_BOUNDS_MS, sumOf } from "../../shared/log-buckets";
import {
  FAMILIES,
  type FamilyName,
  type Labels,
  type Sample,
} from "./families";

/** Samples in Prometheus' text format; every family is named, those without samples too. */
export function formatSamples(samples: readonly Sample[]): string {
  const names = Object.keys(FAMILIES) as FamilyName[];
  return names
    .map((name) => {
      const { help, type } = FAMILIES[name];
      const lines = samples
        .filter(({ family }) => family === name)
        .flatMap(linesOf);
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
    })
    .join("\n");
}

function linesOf({ family, labels, value }: Sample): string[] {
  if (typeof value === "number") return [line(family, labels, value)];
  const { buckets, sumMs } = value;
  const counts = cumulative(buckets);
  const total = sumOf(buckets);
  return [
    ...counts.map(([boundMs, count]) =>
      line(
        `${family}_bucket`,
        { ...labels, le: String(boundMs / 1_000) },
        count,
      ),
    ),
    line(`${family}_bucket`, { ...labels, le: "+Inf" }, total),
    line(`${family}_sum`, labels, sumMs / 1_000),
    line(`${family}_count`, labels, total),
  ];
}

/** Every second bound, a power of two: as fine as graphs need, and half the series. */
function cumulative(buckets: readonly number[]): [number, number][] {
  let count = 0;
  const all = BUCKET_BOUNDS_MS.map((bound, index): [number, number] => {
    count += buckets[index] ?? 0;
    return [bound, count];
  });
  return all.filter((_, index) => index % 2 === 0);
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(
    ([key, text]) => `${key}="${escape(text)}"`,
  );
  return `${name}{${pairs.join(",")}} ${value}\n`;
}

const escape = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
