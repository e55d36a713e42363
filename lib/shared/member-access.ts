import type { Json, JsonObject } from "./json";

export type ReadMember = (value: Json | undefined) => Json | undefined;

/** Makes a member's value of two inputs and the object that it goes into; undefined leaves it out. */
export type MakeMember<A, B> = (
  a: A,
  b: B,
  target: JsonObject,
) => Json | undefined;

/** Puts one member into an object; says whether it did. */
export type FillMember<A, B> = (a: A, b: B, target: JsonObject) => boolean;

/**
 * Reads one member of objects, undefined of anything else. Only for names that
 * no prototype has.
 */
export function memberReader(name: string): ReadMember {
  return laneOf(READ_LANES, readLanes, name)(name);
}

/** Writes what `make` gives to one member. Only for names that no prototype has. */
export function memberFiller<A, B>(
  name: string,
  make: MakeMember<A, B>,
): FillMember<A, B> {
  // A lane hands its inputs through, whatever they are.
  const lane = laneOf(FILL_LANES, fillLanes, name) as unknown as FillLane<A, B>;
  return lane(name, make);
}

const isPlain = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type ReadLane = (name: string) => ReadMember;
type FillLane<A, B> = (
  name: string,
  make: MakeMember<A, B>,
) => FillMember<A, B>;

const readLanes = new Map<string, ReadLane>();
const fillLanes = new Map<string, FillLane<never, never>>();

/** The first names that a process meets (`userId`, `properties`, …) have a lane each, the others share the last. */
function laneOf<Lane>(
  lanes: readonly [Lane, ...Lane[]],
  taken: Map<string, Lane>,
  name: string,
): Lane {
  const own = taken.get(name);
  if (own !== undefined) return own;
  const lane = lanes[Math.min(taken.size, lanes.length - 1)] ?? lanes[0];
  if (taken.size < lanes.length) taken.set(name, lane);
  return lane;
}

// JavaScript engines keep what they learn about an access at its place in the
// source. At one place for all names they learn nothing, and each access takes
// a search, some five times slower. So there are several places that look the
// same, a lane for each name (docs/decisions/0005-mapping-engine.md).
const READ_LANES: readonly [ReadLane, ...ReadLane[]] = [
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
  (name) => (value) => (isPlain(value) ? value[name] : undefined),
];

// prettier-ignore
const FILL_LANES: readonly [FillLane<never, never>, ...FillLane<never, never>[]] = [
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
  (name, make) => (a, b, to) => { const value = make(a, b, to); if (value === undefined) return false; to[name] = value; return true; },
];
