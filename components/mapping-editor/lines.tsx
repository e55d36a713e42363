"use client";
import { pathsOfExpression } from "@/lib/mapping/paths-read";
import type { JsonObject } from "@/lib/shared/json";
import { middleOf, ROW_PX } from "./layout";
import { LineChips, type ChipActions } from "./line-chips";
import type { SourceRow } from "./source-rows";
import type { TargetRow } from "./target-rows";
import { useWindow } from "./use-window";

const WIDTH = 190;

type Props = {
  sources: readonly SourceRow[];
  targets: readonly TargetRow[];
  problems: ReadonlyMap<string, string>;
  selected: string | null;
  record: JsonObject | null;
  actions: ChipActions;
};

type Line = { target: string; from: number; to: number; isBad: boolean };

/** What feeds what: a line for each source, and on it a chip for each step. */
export function Lines({
  sources,
  targets,
  problems,
  selected,
  record,
  actions,
}: Props) {
  const { ref, from: firstShown, to: endShown } = useWindow(targets.length);
  const rowOf = new Map(sources.map(({ path }, index) => [path, index]));
  const lines = targets.flatMap(({ path, expression }, to): Line[] =>
    (expression === null ? [] : pathsOfExpression(expression)).flatMap(
      (source) => {
        const from = visibleRow(rowOf, source);
        return from === null
          ? []
          : [{ ...{ target: path, from, to }, isBad: problems.has(path) }];
      },
    ),
  );
  const firstOf = new Map(
    lines.toReversed().map(({ target, from }) => [target, from]),
  );
  const height = Math.max(sources.length, targets.length) * ROW_PX;
  return (
    <div ref={ref} className="relative" style={{ width: WIDTH, height }}>
      <svg
        aria-hidden
        width={WIDTH}
        height={height}
        className="absolute inset-0"
      >
        <defs>
          <linearGradient
            id="line"
            gradientUnits="userSpaceOnUse"
            x1="0"
            x2={WIDTH}
            y1="0"
            y2="0"
          >
            <stop stopColor="var(--heap)" />
            <stop offset="1" stopColor="var(--segment)" />
          </linearGradient>
        </defs>
        <Strokes lines={lines} selected={selected} />
      </svg>
      {targets.slice(firstShown, endShown).map(({ path, expression }, at) => {
        const from = firstOf.get(path);
        if (
          expression === null ||
          (from === undefined && "value" in expression)
        )
          return null;
        const to = middleOf(firstShown + at);
        return (
          <LineChips
            key={path}
            {...{ path, expression, record, ...actions }}
            topPx={from === undefined ? to : (middleOf(from) + to) / 2}
            isBad={problems.has(path)}
            isSelected={path === selected}
          />
        );
      })}
    </div>
  );
}

/**
 * One path for all lines that look alike: a browser sets a gradient up anew
 * for each path and each piece of the screen, and hundreds made scrolling slow.
 */
function Strokes({
  lines,
  selected,
}: {
  lines: readonly Line[];
  selected: string | null;
}) {
  return [false, true].flatMap((isSelected) =>
    [false, true].map((isBad) => {
      const alike = lines.filter(
        (line) =>
          line.isBad === isBad && (line.target === selected) === isSelected,
      );
      return (
        <path
          key={`${isSelected} ${isBad}`}
          d={alike
            .map(({ from, to }) => curve(middleOf(from), middleOf(to)))
            .join("")}
          fill="none"
          stroke={isBad ? "var(--bad)" : "url(#line)"}
          strokeWidth={isSelected ? 2.6 : 1.6}
        />
      );
    }),
  );
}

const curve = (from: number, to: number) =>
  `M0 ${from}C${WIDTH * 0.45} ${from} ${WIDTH * 0.55} ${to} ${WIDTH} ${to}`;

/** The row of a field, or of the folded group that it is in. */
function visibleRow(
  rowOf: ReadonlyMap<string, number>,
  path: string,
): number | null {
  for (let at = path; at !== ""; at = at.replace(/\.?[^.]*$/, "")) {
    const row = rowOf.get(at);
    if (row !== undefined) return row;
  }
  return null;
}
