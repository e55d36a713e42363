import type { JsonObject } from "../shared/json";
import { isJsonObject } from "../shared/json";
import type { SyncDefinition } from "./definition";
import type { Removals } from "./removals";

/** The trait that tells of a removal, where removals are marked. */
export const REMOVED_TRAIT = "removed_from_heap";

/**
 * In a record of a snapshot's log: true for somebody who is gone, false for
 * somebody who was, and is there again.
 */
const REMOVED_FIELD = "_removed";

type Defined = Pick<SyncDefinition, "source" | "trigger">;

/**
 * Whether a sync compares what there is with what it last sent: users, as they
 * are when it runs. All others read what arrived.
 */
export const isSnapshotSync = ({ source, trigger }: Defined): boolean =>
  source.stream === "users" && trigger.kind !== "stream";

/**
 * The part of the inbox that a sync reads: what arrived in its stream, or what
 * its own comparisons found.
 */
export const logStream = (definition: Defined, syncId: string): string =>
  isSnapshotSync(definition)
    ? `${definition.source.stream}:${syncId}`
    : definition.source.stream;

type Removal = "gone" | "returned" | null;

export const removalOf = (record: JsonObject): Removal => {
  const mark = record[REMOVED_FIELD];
  if (typeof mark !== "boolean") return null;
  return mark ? "gone" : "returned";
};

/**
 * Makes an Identify call tell of a removal: of somebody who is gone all traits
 * become null, or one trait says so; of somebody who is there again it says that.
 */
export function tellRemoval(
  call: JsonObject,
  removal: "gone" | "returned",
  policy: Removals,
): JsonObject {
  const traits = isJsonObject(call.traits) ? call.traits : {};
  if (policy === "mark") {
    const mark = { [REMOVED_TRAIT]: removal === "gone" };
    return {
      ...call,
      traits: removal === "gone" ? mark : { ...traits, ...mark },
    };
  }
  if (policy === "nothing" || removal === "returned") return call;
  const nulls = Object.keys(traits).map((name) => [name, null]);
  return { ...call, traits: Object.fromEntries(nulls) as JsonObject };
}
