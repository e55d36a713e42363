/** How often a sync runs, as it is chosen: one of the usual ways, or any cron. */
export type Rhythm = {
  every: "quarter" | "hour" | "day" | "week" | "custom";
  /** Of a day: 03:00. */
  time: string;
  /** 0 is Sunday. */
  weekday: number;
  cron: string;
};

export const WEEKDAYS = [
  ...["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
  "Saturday",
] as const;

/** At night, when little else is asked of either side. */
export const RHYTHM_DEFAULT: Rhythm = {
  ...{ every: "day", time: "03:00", weekday: 1, cron: "0 3 * * *" },
};

const QUARTER = "*/15 * * * *";
const HOUR = "0 * * * *";
const AT_TIME = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7])$/;
const MINUTE_MAX = 59;
const HOUR_MAX = 23;

/** The way to choose a cron. */
export function rhythmOf(cron: string): Rhythm {
  const text = cron.trim().replaceAll(/\s+/g, " ");
  const known = { ...RHYTHM_DEFAULT, cron: text };
  if (text === QUARTER) return { ...known, every: "quarter" };
  if (text === HOUR) return { ...known, every: "hour" };
  const [, minute, hour, day] = AT_TIME.exec(text) ?? [];
  if (Number(minute) > MINUTE_MAX || Number(hour) > HOUR_MAX || !minute)
    return { ...known, every: "custom" };
  const time = `${hour?.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  return day === "*"
    ? { ...known, every: "day", time }
    : { ...known, every: "week", time, weekday: Number(day) % 7 };
}

/** The cron of what was chosen; of a time that is none, one that is none. */
export function cronOf({ every, time, weekday, cron }: Rhythm): string {
  switch (every) {
    case "quarter":
      return QUARTER;
    case "hour":
      return HOUR;
    case "day":
      return atTime(time, "*");
    case "week":
      return atTime(time, String(weekday));
    case "custom":
      return cron.trim();
  }
}

function atTime(time: string, weekday: string): string {
  const [hour, minute] = time.split(":").map(Number);
  return `${minute} ${hour} * * ${weekday}`;
}
