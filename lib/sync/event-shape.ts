import { z } from "zod";
import { FAILED } from "../mapping/failed";
import { toIsoTime } from "../mapping/convert-time";
import { isJsonObject, type Json, type JsonObject } from "../shared/json";
import { parsePath, readPath, type PathSegment } from "../shared/json-path";

const PATH_CHARACTERS_MAX = 500;
const NAME_CHARACTERS_MAX = 1_024;
/** All fields that nothing else was made of. A field of this name is written `["rest"]`. */
export const REST = "rest";

const Path = z
  .string()
  .max(PATH_CHARACTERS_MAX)
  .refine((path) => (parsePath(path) ?? []).length > 0, {
    message: "should be the path of a field, such as user.email",
  });
const FixedText = z.strictObject({
  value: z.string().trim().min(1).max(NAME_CHARACTERS_MAX),
});

export const SHAPE_IDS = [
  "user_id",
  "identity",
  "event_id",
  "session_id",
] as const;

/** Where in what a webhook posts the parts of a Heap event are. */
export const EventShape = z
  .strictObject({
    event: z.union([Path, FixedText], {
      error: "should be the path of a field, or a fixed text",
    }),
    user_id: Path.nullable().default(null),
    identity: Path.nullable().default(null),
    time: Path.nullable().default(null),
    event_id: Path.nullable().default(null),
    session_id: Path.nullable().default(null),
    properties: Path.nullable().default(null),
  })
  .refine((shape) => shape.user_id !== null || shape.identity !== null, {
    path: ["identity"],
    message: "user_id or identity is required",
  });
export type EventShape = z.infer<typeof EventShape>;

export type ShapedEvent = {
  record: JsonObject;
  /** Paths of the event and its person at which nothing was. */
  empty: string[];
};

type Part = { name: string; path: string; segments: PathSegment[] };

/**
 * Makes Heap events of what a webhook posts in a form of its own. An empty text
 * is nothing; ids become text, and a time that can be read becomes ISO 8601.
 */
export function compileEventShape(
  shape: EventShape,
): (posted: JsonObject) => ShapedEvent {
  const { event } = shape;
  const fixed = typeof event === "string" ? {} : { event: event.value };
  const parts = partsOf(shape);
  const needed = parts.filter(({ name }) => NEEDED.has(name));
  const properties = compileProperties(shape.properties, parts);
  return (posted) => {
    const found = parts.map(
      ({ name, segments }): [string, Json | undefined] => [
        name,
        valueAt(posted, name, segments),
      ],
    );
    const present = found.filter(([, value]) => value !== undefined);
    const record = {
      ...fixed,
      ...Object.fromEntries(present),
      ...properties(posted),
    };
    const empty = needed.filter(({ name }) => !Object.hasOwn(record, name));
    return { record, empty: empty.map(({ path }) => path) };
  };
}

/** What a record can't be without: its event, and a person. */
const NEEDED = new Set(["event", "user_id", "identity"]);

function partsOf(shape: EventShape): Part[] {
  const { event, time } = shape;
  const paths: [string, string | null][] = [
    ["event", typeof event === "string" ? event : null],
    ...SHAPE_IDS.map((name): [string, string | null] => [name, shape[name]]),
    ["time", time],
  ];
  return paths.flatMap(([name, path]) =>
    path === null ? [] : { name, path, segments: parsePath(path) ?? [] },
  );
}

function valueAt(
  posted: JsonObject,
  name: string,
  segments: PathSegment[],
): Json | undefined {
  const value = readPath(posted, segments);
  if (value === undefined || value === null || value === "") return undefined;
  if (name === "time") {
    const time = toIsoTime(value);
    return time === FAILED ? value : time;
  }
  const isId = SHAPE_IDS.some((id) => id === name);
  return isId && typeof value === "number" ? String(value) : value;
}

function compileProperties(
  path: string | null,
  parts: Part[],
): (posted: JsonObject) => JsonObject {
  if (path === null) return () => ({});
  if (path === REST)
    return (posted) => ({
      properties: parts.reduce<Json>(
        (rest, { segments }) => without(rest, segments),
        posted,
      ),
    });
  const segments = parsePath(path) ?? [];
  return (posted) => {
    const properties = readPath(posted, segments);
    return properties === undefined || properties === null
      ? {}
      : { properties };
  };
}

/** The same without what is at a path; an object that this empties goes as well. Lists stay whole. */
function without(value: Json, [first, ...others]: PathSegment[]): Json {
  if (!isJsonObject(value) || first === undefined) return value;
  const name = String(first);
  const member = Object.hasOwn(value, name) ? value[name] : undefined;
  if (member === undefined) return value;
  const left = others.length === 0 ? null : without(member, others);
  const isGone = others.length === 0 || (left !== member && isEmpty(left));
  const kept = Object.entries(value).filter(([key]) => key !== name);
  return Object.fromEntries(isGone ? kept : [...kept, [name, left]]);
}

const isEmpty = (value: Json): boolean =>
  isJsonObject(value) && Object.keys(value).length === 0;
