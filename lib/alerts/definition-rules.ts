import type { SyncDefinition } from "../sync/definition";
import type { Rule } from "./rule";
import type { Watch } from "./rule";

const WINDOW_MINUTES = 15;
/** A share of fewer records says little, but a sync that asks for 1 % should not wait for thousands. */
const RECORDS_MIN = 20;
const NO_DATA_MINUTES_MAX = 43_200;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;

type PublishedSync = { id: string; name: string };

/** The rules that a sync's own definition asks for, about that sync alone. */
export function rulesOfDefinition(
  { id, name }: PublishedSync,
  { alerts }: Pick<SyncDefinition, "alerts">,
): Rule[] {
  if (!alerts) return [];
  const minutes = minutesOf(alerts.noDataFor);
  const watches: Watch[] = [
    ...(alerts.rejectedPercent === undefined
      ? []
      : [shareWatch(alerts.rejectedPercent)]),
    ...(minutes === null ? [] : [{ kind: "noData" as const, minutes }]),
  ];
  return watches.map((watch) => ({
    id: `${id}.${watch.kind}`,
    definitionOf: id,
    name: `${name}: ${watch.kind === "noData" ? "no data" : "rejected records"}`,
    watch,
    severity: watch.kind === "noData" ? "error" : "warning",
    syncIds: [id],
    channelIds: [],
    ...{ cooldownMinutes: 30, recoverMinutes: 2, remindMinutes: null },
    enabled: true,
  }));
}

const shareWatch = (percent: number): Watch => ({
  kind: "rejectedShare",
  // 0 percent is “any at all”.
  percent: Math.max(percent, Number.EPSILON),
  windowMinutes: WINDOW_MINUTES,
  recordsMin: percent === 0 ? 1 : RECORDS_MIN,
  countInvalid: true,
});

type Duration = NonNullable<NonNullable<SyncDefinition["alerts"]>["noDataFor"]>;

function minutesOf(duration: Duration | undefined): number | null {
  if (duration === undefined) return null;
  const { minutes = 0, hours = 0, days = 0 } = duration;
  const sum = minutes + hours * HOUR_MINUTES + days * DAY_MINUTES;
  return sum > 0 ? Math.min(Math.ceil(sum), NO_DATA_MINUTES_MAX) : null;
}
