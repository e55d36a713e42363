import {
  BOOLEAN,
  NULL,
  NUMBER,
  TEXT,
  TIME,
  type ValueType,
} from "../mapping/value-type";
import type { TraitKind } from "./definition";
import type { TraitValue } from "./evaluate";

type KindRow = {
  label: string;
  help: string;
  types: ValueType;
  example: Exclude<TraitValue, null>;
  /** Whether it looks at a property. */
  takesProperty: boolean;
};

const row = (
  label: string,
  help: string,
  types: ValueType,
  example: KindRow["example"],
  takesProperty = false,
): KindRow => ({ label, help, types, example, takesProperty });

const TIME_OR_NULL = TIME | NULL;

/** One row per kind of trait: language, catalogue and builder read it. */
export const TRAIT_KINDS = {
  count: row("Count", "How often they did it.", NUMBER, 12),
  adopted: row("Adopted", "Whether they did it so many times.", BOOLEAN, true),
  lastTime: row(
    ...(["Last time", "When they did it last."] as const),
    ...([TIME_OR_NULL, "2026-11-01T10:00:00.000Z"] as const),
  ),
  firstTime: row(
    ...(["First time", "When they did it first."] as const),
    ...([TIME_OR_NULL, "2026-03-01T10:00:00.000Z"] as const),
  ),
  activeDays: row(
    "Active days",
    "On how many days they did it.",
    ...([NUMBER, 7] as const),
  ),
  sessions: row(
    "Sessions",
    "In how many sessions they did it.",
    ...([NUMBER, 5] as const),
  ),
  lastActiveDate: row(
    ...(["Last active date", "The day on which they did it last."] as const),
    ...([TIME_OR_NULL, "2026-11-01"] as const),
  ),
  mostFrequent: row(
    ...([
      "Most frequent value",
      "The value of a property that came most.",
    ] as const),
    ...([TEXT | NULL, "Pro", true] as const),
  ),
  sum: row(
    ...(["Sum", "What the numbers of a property come to."] as const),
    ...([NUMBER | NULL, 249.5, true] as const),
  ),
  average: row(
    ...(["Average", "What the numbers of a property are on average."] as const),
    ...([NUMBER | NULL, 41.6, true] as const),
  ),
} as const satisfies Record<TraitKind, KindRow>;

export const TRAIT_KIND_NAMES = Object.keys(
  TRAIT_KINDS,
) as readonly TraitKind[];
