"use client";
import { cx } from "class-variance-authority";
import { pathsOfExpression } from "@/lib/mapping/paths-read";
import { chipLabel } from "./chain";
import { FIELD_PX, middleOf, ROW_PX } from "./layout";
import type { SourceRow } from "./source-rows";
import type { TargetRow } from "./target-rows";

const WIDTH = 190;

type Props = {
  sources: readonly SourceRow[];
  targets: readonly TargetRow[];
  problems: ReadonlyMap<string, string>;
  selected: string | null;
  onSelect: (path: string) => void;
};

type Line = { target: string; from: number; to: number; isBad: boolean };

/** What feeds what: a line for each source, a chip for what happens on the way. */
export function Lines({
  sources,
  targets,
  problems,
  selected,
  onSelect,
}: Props) {
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
  const height = Math.max(sources.length, targets.length) * ROW_PX;
  return (
    <div className="relative" style={{ width: WIDTH, height }}>
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
      <Chips
        targets={targets}
        lines={lines}
        problems={problems}
        onSelect={onSelect}
      />
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

function Chips({
  targets,
  lines,
  problems,
  onSelect,
}: {
  targets: readonly TargetRow[];
  lines: readonly Line[];
  problems: ReadonlyMap<string, string>;
  onSelect: (path: string) => void;
}) {
  return targets.map(({ path, expression }, index) => {
    const label = expression === null ? null : chipLabel(expression);
    if (label === null) return null;
    const own = lines.filter(({ target }) => target === path);
    const from = own[0] === undefined ? middleOf(index) : middleOf(own[0].from);
    return (
      <button
        key={path}
        type="button"
        tabIndex={-1}
        aria-hidden
        onClick={() => onSelect(path)}
        title={label}
        style={{ top: (from + middleOf(index)) / 2 - FIELD_PX / 2 + 6 }}
        className={cx(
          "absolute left-1/2 h-[22px] max-w-[128px] -translate-x-1/2 truncate rounded-full border bg-surface px-2 text-[11px]",
          problems.has(path)
            ? "border-bad text-bad"
            : "border-line-strong text-ink-2 hover:text-ink",
        )}
      >
        {label}
      </button>
    );
  });
}
