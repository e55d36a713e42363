import type { SyncDefinition } from "@/lib/sync/definition";
import { REMOVED_TRAIT } from "@/lib/sync/snapshot";
import type { Removals } from "@/lib/sync/removals";
import {
  nextRunAt,
  scheduleProblem,
  TIMEZONE_DEFAULT,
} from "@/lib/sync/schedule";
import { rhythmOf, WEEKDAYS, type Rhythm } from "./rhythm";

type Trigger = SyncDefinition["trigger"];

/** When a sync runs, in the middle of a sentence: `every day at 03:00, Paris`. */
export function triggerWords(trigger: Trigger): string {
  if (trigger.kind === "stream") return "as things happen";
  if (trigger.kind === "manual") return "only when asked";
  const { every, time, weekday, cron } = rhythmOf(trigger.cron);
  const place = placeOf(trigger.timezone ?? TIMEZONE_DEFAULT);
  switch (every) {
    // These come at the same moments everywhere, but for a few odd zones.
    case "quarter":
      return "every 15 minutes";
    case "hour":
      return "every hour";
    case "day":
      return `every day at ${time}, ${place}`;
    case "week":
      return `every ${WEEKDAYS[weekday]} at ${time}, ${place}`;
    case "custom":
      return `by the cron ${cron}, ${place}`;
  }
}

const SHORT = {
  ...{ quarter: "every 15 min", hour: "hourly", day: "daily" },
  ...{ week: "weekly", custom: "by cron" },
} as const satisfies Record<Rhythm["every"], string>;

/** The same where there is little room; nothing of what happens all the time. */
export function shortTriggerWords(trigger: Trigger): string | null {
  if (trigger.kind === "stream") return null;
  return trigger.kind === "manual"
    ? "when asked"
    : SHORT[rhythmOf(trigger.cron).every];
}

/** What Segment gets of people who are gone, or whom the filter leaves out by now. */
export const REMOVALS_WORDS = {
  nothing: {
    title: "Nothing",
    help: "Segment keeps what it has of them.",
    short: "nothing is sent of who is removed",
  },
  null: {
    title: "Empty their traits",
    help: "One Identify call in which every trait of the mapping is null.",
    short: "traits of who is removed become null",
  },
  mark: {
    title: "Mark them",
    help: `One Identify call with the trait ${REMOVED_TRAIT} alone: true. If they come back, it is false.`,
    short: "who is removed is marked",
  },
} as const satisfies Record<Removals, Record<string, string>>;

/** The city that a time zone is called after: Paris of Europe/Paris. */
const placeOf = (timezone: string): string =>
  timezone.split("/").at(-1)?.replaceAll("_", " ") ?? timezone;

/** A time as a clock there tells it: `Mon 30 Nov, 03:00 Paris`. */
export function timeWords(at: Date, timezone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    ...{ weekday: "short", day: "numeric", month: "short" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    timeZone: timezone,
  }).formatToParts(at);
  const part = (type: string) =>
    parts.find((one) => one.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")}, ${part("hour")}:${part("minute")} ${placeOf(timezone)}`;
}

const MINUTE_MS = 60_000;
const MINUTES_IN_HOUR = 60;
const HOURS_IN_DAY = 24;

/** How long it is until then: `in 42 min`, `in 9 hours`. */
export function untilWords(at: Date, now: Date): string {
  const minutes = Math.ceil((at.getTime() - now.getTime()) / MINUTE_MS);
  if (minutes <= 0) return "now";
  if (minutes < 2 * MINUTES_IN_HOUR) return `in ${minutes} min`;
  const hours = Math.round(minutes / MINUTES_IN_HOUR);
  if (hours < 2 * HOURS_IN_DAY) return `in ${hours} hours`;
  return `in ${Math.round(hours / HOURS_IN_DAY)} days`;
}

/** When a sync that is published now runs after that; of a schedule that is none, nothing. */
export function firstRunWords(trigger: Trigger, now: Date): string {
  const byHand = "start it from the sync’s page";
  if (trigger.kind !== "schedule") return `It runs when you ${byHand}.`;
  const at = scheduleProblem(trigger) ? null : nextRunAt(trigger, now);
  if (at === null) return "";
  const words = timeWords(at, trigger.timezone ?? TIMEZONE_DEFAULT);
  return `It runs ${words}, ${untilWords(at, now)}; or ${byHand} at once.`;
}
