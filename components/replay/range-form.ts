import type { RangeInput } from "@/lib/services/replay/schemas";

/** What the dialog's fields hold; times as the browser's own clock tells them. */
export type RangeForm = {
  from: string;
  /** Empty: until now. */
  to: string;
  event: string;
  q: string;
  /** Empty: the present version. */
  version: string;
  anew: boolean;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHORT_RANGES = [
  { label: "Last hour", hours: 1 },
  { label: "Last 24 hours", hours: 24 },
  { label: "Last 7 days", hours: 168 },
];

/** The last hours as fields. */
export const shortRanges = (now: Date) =>
  SHORT_RANGES.map(({ label, hours }) => ({
    label,
    from: localTime(new Date(now.getTime() - hours * HOUR_MS)),
  }));

/** A time as `<input type="datetime-local">` holds it. */
export function localTime(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS);
  return shifted.toISOString().slice(0, 16);
}

/** What the fields ask for; null while they don't name a range. */
export function toRangeInput(form: RangeForm): RangeInput | null {
  const from = new Date(form.from);
  const to = form.to === "" ? null : new Date(form.to);
  if (Number.isNaN(from.getTime())) return null;
  if (to !== null && (Number.isNaN(to.getTime()) || to <= from)) return null;
  return {
    from: from.toISOString(),
    to: to?.toISOString() ?? null,
    event: form.event === "" ? null : form.event,
    q: form.q.trim() === "" ? null : form.q.trim(),
    version: form.version === "" ? null : Number(form.version),
    anew: form.anew,
  };
}
