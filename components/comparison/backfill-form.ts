/** What the dialog's fields hold; times as the browser's own clock tells them. */
export type BackfillForm = { from: string; to: string };

const MINUTE_MS = 60_000;

/** The range that the fields name; null while they name none. */
export function toRange({
  from,
  to,
}: BackfillForm): { from: string; to: string } | null {
  const [start, end] = [new Date(from), new Date(to)];
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return null;
  if (end < start) return null;
  // The field tells whole minutes: what changed in the last one is meant as well.
  return {
    from: start.toISOString(),
    to: new Date(end.getTime() + MINUTE_MS).toISOString(),
  };
}
