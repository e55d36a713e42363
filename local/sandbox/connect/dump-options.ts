import { EVENTS_MAX, GAP_MEAN_MS } from "../scenarios/signup";
import type { CodecName } from "./codecs";

/** The forms in which sources say that Heap writes a time. */
export type TimeForm = "text" | "iso" | "micros" | "millis";

/** What is to be in a dump; all but the first two may be left out. */
export type DumpOptions = {
  /** How many people are new. Of each of them there is at least one event. */
  users: number;
  /** How many events are new. */
  events: number;
  /** The same for all dumps of a series. */
  seed?: number;
  dumpId?: number;
  /** A full dump holds all that there is by then; in an incremental one is what changed. */
  kind?: "full" | "incremental";
  /** The share of those who were there before whose properties change. */
  changedShare?: number;
  /** How many anonymous people turn out to be somebody who is known. */
  merges?: number;
  /** Tables of events that come whole again, as after a change of their definition. */
  rebuild?: readonly string[];
  /** The share of a rebuilt table's rows that are gone, changed and new, each. */
  rebuildShare?: number;
  /** A property that nothing had before; a column in the tables of events and of users. */
  addedProperty?: string | null;
  /** Merges that lead back to where they came from, as Heap never writes them. */
  hostileLoop?: boolean;
  /** Milliseconds; the last event happens just before. */
  endsAt?: number;
  gapMeanMs?: number;
};

/** How a dump is written; nothing of it changes what is in it. */
export type DumpForm = {
  bucket?: string;
  codec?: CodecName;
  /** A file of a table ends at so many rows. */
  partRows?: number;
  eventTimes?: TimeForm;
  userTimes?: TimeForm;
  tableNames?: TableNames;
};

/**
 * Whether each character that is no letter or digit becomes an underscore, or a
 * run of them one. Heap's documentation only shows names where it matters little.
 */
export type TableNames = "each" | "runs";

/** One dump of a series, with nothing left open. */
export type Stage = Required<DumpOptions>;

/** As text 10 comes before 9, so the second dump finds out who sorts them so. */
const DUMP_ID_FIRST = 9;
const REBUILD_SHARE_DEFAULT = 0.03;
const ENDS_AT_DEFAULT = Date.parse("2026-11-01T12:00:00.000Z");

/**
 * Puts together the dumps of a series, oldest first. Throws where they could not
 * follow one another or hold more events than a seed has ids.
 */
export function toStages(series: readonly DumpOptions[]): Stage[] {
  const stages: Stage[] = [];
  for (const options of series) stages.push(toStage(options, stages.at(-1)));
  const events = stages.reduce((sum, stage) => sum + stage.events, 0);
  if (events > EVENTS_MAX) {
    throw new RangeError(`A series has at most ${EVENTS_MAX} events`);
  }
  return stages;
}

function toStage(options: DumpOptions, before: Stage | undefined): Stage {
  const { events, gapMeanMs = GAP_MEAN_MS } = options;
  const stage: Stage = {
    seed: before?.seed ?? 1,
    dumpId: before ? before.dumpId + 1 : DUMP_ID_FIRST,
    kind: before ? "incremental" : "full",
    changedShare: 0,
    merges: 0,
    rebuild: [],
    rebuildShare: REBUILD_SHARE_DEFAULT,
    addedProperty: null,
    hostileLoop: false,
    endsAt: before ? before.endsAt + events * gapMeanMs : ENDS_AT_DEFAULT,
    gapMeanMs,
    ...options,
  };
  if (before && stage.dumpId <= before.dumpId) {
    throw new RangeError(`A dump's id must be above ${before.dumpId}`);
  }
  if (before && stage.seed !== before.seed) {
    throw new RangeError("All dumps of a series have the same seed");
  }
  return stage;
}
