import type { SyncDefinition } from "@/lib/sync/definition";
import { cronOf, RHYTHM_DEFAULT } from "./rhythm";

/** When a new sync of people runs, in short: the rest is chosen in its draft. */
export type ShortWhen = "day" | "hour" | "quarter" | "manual" | "stream";

const COMPARED = "compares all with what was sent last, and sends who differs";

export const SHORT_WHENS = {
  day: {
    title: `On a schedule: every day at ${RHYTHM_DEFAULT.time}`,
    help: `Each run ${COMPARED}. The first one sends everybody.`,
  },
  hour: {
    title: "On a schedule: every hour",
    help: `Each run ${COMPARED}. The first one sends everybody.`,
  },
  quarter: {
    title: "On a schedule: every 15 minutes",
    help: `Each run ${COMPARED}. The first one sends everybody.`,
  },
  manual: {
    title: "Only when asked",
    help: `Run now ${COMPARED}. The first run sends everybody.`,
  },
  stream: {
    title: "As things happen",
    help: "Sends only the changes that Heap Connect brings from now on, and nobody who is there already.",
  },
} as const satisfies Record<ShortWhen, { title: string; help: string }>;

/** The trigger of what was chosen; times are by this zone's clock. */
export function shortTrigger(
  when: ShortWhen,
  timezone: string,
): SyncDefinition["trigger"] {
  if (when === "manual" || when === "stream") return { kind: when };
  const cron = cronOf({ ...RHYTHM_DEFAULT, every: when });
  return { kind: "schedule", cron, timezone };
}
