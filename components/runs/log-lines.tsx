"use client";
import { cx } from "class-variance-authority";
import { useEffect, useRef } from "react";
import type { RunLogLineDto } from "@/lib/services/run/schemas";

const LEVELS: Record<RunLogLineDto["level"], string> = {
  info: "text-ink-2",
  warn: "text-warn",
  error: "text-bad",
};
/** Whoever scrolled up further than this reads; the newest line does not pull them down. */
const AT_END_PX = 40;

/** Lines in a box of their own, which follows the newest one for as long as its reader does. */
export function LogLines({
  lines,
  isStill,
  empty,
}: {
  lines: RunLogLineDto[];
  isStill: boolean;
  /** What is said when there is none. */
  empty: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (box.current !== null && follows.current && !isStill)
      box.current.scrollTop = box.current.scrollHeight;
  }, [lines, isStill]);
  return (
    <div
      ref={box}
      role="region"
      aria-label="Log lines, newest last"
      tabIndex={0}
      onScroll={({
        currentTarget: { scrollTop, scrollHeight, clientHeight },
      }) =>
        (follows.current = scrollHeight - scrollTop - clientHeight < AT_END_PX)
      }
      className="max-h-[340px] min-h-16 overflow-y-auto px-4 py-3 font-mono text-xs leading-5"
    >
      {lines.length === 0 ? (
        <p className="font-sans text-sm text-ink-2">{empty}</p>
      ) : (
        <ol>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Line({ line: { at, level, message } }: { line: RunLogLineDto }) {
  return (
    <li className="flex flex-wrap gap-x-3 sm:flex-nowrap">
      <time dateTime={at} className="flex-none text-ink-3 tabular-nums">
        {timeOf(new Date(at))}
      </time>
      <span className={cx("w-10 flex-none", LEVELS[level])}>{level}</span>
      <span
        className={cx(
          "min-w-0 basis-full [overflow-wrap:anywhere] sm:basis-auto",
          level === "info" ? "text-ink" : LEVELS[level],
        )}
      >
        {message}
      </span>
    </li>
  );
}

const timeOf = (at: Date) => at.toLocaleTimeString("en", { hourCycle: "h23" });
