import { Cron } from "croner";
import type { SyncDefinition } from "./definition";

type Trigger = SyncDefinition["trigger"];
export type Schedule = Extract<Trigger, { kind: "schedule" }>;

export const TIMEZONE_DEFAULT = "UTC";
/** Minute, hour, day, month, weekday: seconds are none of it. */
const CRON_PARTS = 5;

/** What is wrong with a schedule, by its member; null: nothing. */
export function scheduleProblem({
  cron,
  timezone = TIMEZONE_DEFAULT,
}: Schedule): { member: "cron" | "timezone"; message: string } | null {
  if (!isTimezone(timezone))
    return {
      member: "timezone",
      message: "should be a time zone such as Europe/Paris",
    };
  if (cron.trim().split(/\s+/).length !== CRON_PARTS || !isCron(cron))
    return {
      member: "cron",
      message:
        "should be minute, hour, day, month and weekday, such as 0 * * * *",
    };
  if (nextTime({ cron, timezone }, new Date()) === null)
    return { member: "cron", message: "never comes" };
  return null;
}

/** When a sync runs by itself after a time; null: never, since nothing is scheduled. */
export const nextRunAt = (trigger: Trigger, after: Date): Date | null =>
  trigger.kind === "schedule" ? nextTime(trigger, after) : null;

/** The next times of a schedule that has no problem, the soonest first. */
export const nextTimes = (
  { cron, timezone = TIMEZONE_DEFAULT }: Schedule,
  after: Date,
  count: number,
): Date[] => new Cron(cron, { timezone, paused: true }).nextRuns(count, after);

const nextTime = (
  { cron, timezone = TIMEZONE_DEFAULT }: Omit<Schedule, "kind">,
  after: Date,
): Date | null => new Cron(cron, { timezone, paused: true }).nextRun(after);

function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

function isCron(cron: string): boolean {
  try {
    new Cron(cron, { paused: true });
    return true;
  } catch {
    return false;
  }
}
