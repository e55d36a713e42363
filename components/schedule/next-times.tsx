"use client";
import { nextTimes, type Schedule } from "@/lib/sync/schedule";
import { timeWords } from "./schedule-words";

const SHOWN = 3;

/** When a sound schedule comes next, so that it can be seen to be what was meant. */
export function NextTimes({ schedule }: { schedule: Schedule }) {
  const { timezone = "" } = schedule;
  const [first, ...others] = nextTimes(schedule, new Date(), SHOWN).map(
    (time) => timeWords(time, timezone),
  );
  return (
    <p role="status" className="text-sm">
      Next: <span className="font-medium">{first}</span>
      {others.length > 0 && (
        <span className="text-ink-2">, then {others.join(", ")}</span>
      )}
    </p>
  );
}
