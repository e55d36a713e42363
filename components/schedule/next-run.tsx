"use client";
import { useNow } from "@/components/ui/use-now";
import type { SyncDefinition } from "@/lib/sync/definition";
import { TIMEZONE_DEFAULT } from "@/lib/sync/schedule";
import { timeWords, untilWords } from "./schedule-words";

/** When a sync runs next: how long it is until then, and by the schedule's clock on hover. */
export function NextRun({
  at,
  trigger,
}: {
  at: string;
  trigger: SyncDefinition["trigger"];
}) {
  const now = useNow();
  const timezone = trigger.kind === "schedule" ? trigger.timezone : undefined;
  const time = new Date(at);
  return (
    <time
      dateTime={at}
      title={timeWords(time, timezone ?? TIMEZONE_DEFAULT)}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      Next run {untilWords(time, new Date(now))}
    </time>
  );
}
