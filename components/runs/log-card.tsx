"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/field";
import { Tag, type Tone } from "@/components/ui/tag";
import { useRunLog, type LogConnection } from "@/lib/queries/run-log";
import type { RunDto, RunLogLineDto } from "@/lib/services/run/schemas";
import { LogLines } from "./log-lines";

const LEVELS = [
  { value: "info", label: "All lines" },
  { value: "warn", label: "Warnings and errors" },
  { value: "error", label: "Errors" },
] as const;
type Level = (typeof LEVELS)[number]["value"];

const CONNECTIONS: Record<LogConnection, { word: string; tone: Tone }> = {
  connecting: { word: "connecting", tone: "neutral" },
  live: { word: "live", tone: "ok" },
  ended: { word: "complete", tone: "neutral" },
  lost: { word: "reconnecting", tone: "warn" },
};

/** What happened in a run, line by line, as it happens. */
export function LogCard({ run }: { run: RunDto }) {
  const { lines, connection } = useRunLog(run.id);
  const [level, setLevel] = useState<Level>("info");
  /** The last line that is shown while it stands still. */
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const shown = lines.filter(
    (line) =>
      isAtLeast(line.level, level) &&
      (pausedAt === null || line.id <= pausedAt),
  );
  const held =
    pausedAt === null ? 0 : lines.filter(({ id }) => id > pausedAt).length;
  const { word, tone } = CONNECTIONS[connection];
  return (
    <Card
      title="Log"
      aside={
        <div className="flex flex-wrap items-center gap-2">
          {/* Only that it began or broke off is announced, not every line. */}
          <span role="status">
            <Tag tone={pausedAt === null ? tone : "neutral"} dot>
              {pausedAt === null ? word : `paused, ${held} new`}
            </Tag>
          </span>
          <Select
            aria-label="Lines shown"
            isInline
            value={level}
            onChange={(event) =>
              setLevel(
                LEVELS.find(({ value }) => value === event.target.value)
                  ?.value ?? "info",
              )
            }
          >
            {LEVELS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
          {connection !== "ended" && (
            <Button
              size="sm"
              aria-pressed={pausedAt !== null}
              onClick={() =>
                setPausedAt(pausedAt === null ? (lines.at(-1)?.id ?? 0) : null)
              }
            >
              {pausedAt === null ? "Pause" : "Go on"}
            </Button>
          )}
          <Button asChild size="sm">
            <a href={`/api/v1/runs/${run.id}/log?format=text`} download>
              Download
            </a>
          </Button>
        </div>
      }
    >
      <LogLines
        lines={shown}
        isStill={pausedAt !== null}
        empty={emptyWords(lines.length, connection)}
      />
    </Card>
  );
}

function isAtLeast(level: RunLogLineDto["level"], least: Level): boolean {
  const order = LEVELS.map(({ value }) => value);
  return order.indexOf(level) >= order.indexOf(least);
}

function emptyWords(all: number, connection: LogConnection): string {
  if (all > 0) return "No line of this kind. That is good news.";
  if (connection === "connecting") return "Reading …";
  if (connection === "lost") return "The log can’t be reached. Trying again.";
  return "Nothing was written, or it is too old to be kept.";
}
