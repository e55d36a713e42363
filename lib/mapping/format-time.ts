/** Unicode's letters for the parts of a time; what stands in '…' is taken as it is. */
const TOKEN =
  /'((?:[^']|'')*)'|yyyy|yy|MMMM|MMM|MM|M|dd|d|EEEE|EEE|HH|H|hh|h|mm|m|ss|s|SSS|a|[A-Za-z]/g;

const WIDE = new Map<string, Intl.DateTimeFormatOptions>([
  ["MMMM", { month: "long" }],
  ["MMM", { month: "short" }],
  ["EEEE", { weekday: "long" }],
  ["EEE", { weekday: "short" }],
]);

const NUMERIC: Intl.DateTimeFormatOptions = {
  calendar: "gregory",
  numberingSystem: "latn",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
};

type Part = (timeMs: number, numbers: Map<string, number>) => string;

const pad = (number: number, digits: number) =>
  String(number).padStart(digits, "0");
const numeric =
  (name: string, digits: number): Part =>
  (_, numbers) =>
    pad(numbers.get(name) ?? 0, digits);
const hour12 = (numbers: Map<string, number>) =>
  (((numbers.get("hour") ?? 0) + 11) % 12) + 1;

const PARTS = new Map<string, Part>([
  ["yyyy", numeric("year", 4)],
  ["yy", (_, numbers) => pad((numbers.get("year") ?? 0) % 100, 2)],
  ["MM", numeric("month", 2)],
  ["M", numeric("month", 1)],
  ["dd", numeric("day", 2)],
  ["d", numeric("day", 1)],
  ["HH", numeric("hour", 2)],
  ["H", numeric("hour", 1)],
  ["hh", (_, numbers) => pad(hour12(numbers), 2)],
  ["h", (_, numbers) => String(hour12(numbers))],
  ["mm", numeric("minute", 2)],
  ["m", numeric("minute", 1)],
  ["ss", numeric("second", 2)],
  ["s", numeric("second", 1)],
  ["SSS", (timeMs) => pad(((timeMs % 1000) + 1000) % 1000, 3)],
  ["a", (_, numbers) => ((numbers.get("hour") ?? 0) < 12 ? "AM" : "PM")],
]);

/**
 * Makes a formatter of a pattern such as `yyyy-MM-dd HH:mm` in a time zone
 * such as `Europe/Paris`. Null when the pattern has an unknown letter or the
 * zone is none.
 */
export function compileTimeFormat(
  pattern: string,
  timezone: string,
): ((timeMs: number) => string) | null {
  if (!isTimezone(timezone)) return null;
  const parts = partsOf(pattern, timezone);
  if (parts === null) return null;
  const format = new Intl.DateTimeFormat("en-US", {
    ...NUMERIC,
    timeZone: timezone,
  });
  return (timeMs) => {
    const numbers = new Map(
      format
        .formatToParts(timeMs)
        .map(({ type, value }) => [type as string, Number(value)]),
    );
    return parts.map((part) => part(timeMs, numbers)).join("");
  };
}

export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function partsOf(pattern: string, timezone: string): Part[] | null {
  const parts: Part[] = [];
  let end = 0;
  for (const match of pattern.matchAll(TOKEN)) {
    const [token, quoted] = match;
    const part = partOf(token, quoted, timezone);
    if (part === null) return null;
    const between = pattern.slice(end, match.index);
    parts.push(() => between, part);
    end = match.index + token.length;
  }
  const rest = pattern.slice(end);
  return [...parts, () => rest];
}

function partOf(
  token: string,
  quoted: string | undefined,
  timezone: string,
): Part | null {
  if (quoted !== undefined) {
    const text = quoted === "" ? "'" : quoted.replaceAll("''", "'");
    return () => text;
  }
  const wide = WIDE.get(token);
  if (wide === undefined) return PARTS.get(token) ?? null;
  const format = new Intl.DateTimeFormat("en-US", {
    ...wide,
    timeZone: timezone,
  });
  return (timeMs) => format.format(timeMs);
}
