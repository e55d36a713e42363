import { EventShape, REST } from "@/lib/sync/event-shape";
import { fieldsOf, guessEventShape } from "@/lib/sync/guess-event-shape";
import { isJsonObject, type JsonObject } from "@/lib/shared/json";
import { isDeeperThan, JSON_DEPTH_MAX } from "@/lib/shared/json-depth";
import { parseLossless } from "@/lib/shared/lossless-json";
import { formatPath } from "@/lib/shared/json-path";

/** What a field can be; whatever else it is, it is a property. */
export const ROLES = [
  { name: "event", label: "Event name" },
  { name: "user_id", label: "Heap user id" },
  { name: "identity", label: "Identity" },
  { name: "time", label: "Time" },
  { name: "event_id", label: "Event id" },
  { name: "session_id", label: "Session id" },
] as const;
export type Role = (typeof ROLES)[number]["name"];

/** A shape that may be unfinished: by role the path of its field. */
export type ShapeDraft = {
  paths: Partial<Record<Role, string>>;
  /** The event's name where no field holds it. */
  fixedEvent: string;
  /** A path, REST, or "" for none. */
  properties: string;
};

type Example = { body: JsonObject | null; problem: string | null };

/** What was pasted: one object; nothing yet is no problem. */
export function readExample(text: string): Example {
  if (text.trim() === "") return { body: null, problem: null };
  try {
    if (isDeeperThan(text, JSON_DEPTH_MAX))
      return { body: null, problem: "is nested too deep" };
    const value = parseLossless(text);
    return isJsonObject(value)
      ? { body: value, problem: null }
      : { body: null, problem: "should be one object: { … }" };
  } catch {
    return { body: null, problem: "is no JSON yet" };
  }
}

export function storedShape(
  settings: Record<string, unknown>,
): EventShape | null {
  const parsed = EventShape.safeParse(settings.eventShape);
  return parsed.success ? parsed.data : null;
}

export const guessDraft = (body: JsonObject): ShapeDraft =>
  draftOf(guessEventShape(body));

/** An empty one for a connection without a shape. */
export function draftOf(shape: EventShape | null): ShapeDraft {
  if (shape === null) return { paths: {}, fixedEvent: "", properties: REST };
  const { event } = shape;
  const paths = ROLES.flatMap(({ name }): [Role, string][] => {
    const given = shape[name];
    return typeof given === "string" ? [[name, given]] : [];
  });
  return {
    paths: Object.fromEntries(paths),
    fixedEvent: typeof event === "string" ? "" : event.value,
    properties: shape.properties ?? "",
  };
}

export const roleOf = (draft: ShapeDraft, path: string): Role | null =>
  ROLES.find(({ name }) => draft.paths[name] === path)?.name ?? null;

/** Makes a field what it is said to be; what was that before is a property again. */
export function assignRole(
  draft: ShapeDraft,
  path: string,
  role: Role | null,
): ShapeDraft {
  const others = Object.entries(draft.paths).filter(
    ([name, taken]) => taken !== path && name !== role,
  );
  const paths: ShapeDraft["paths"] = Object.fromEntries(others);
  return {
    ...draft,
    paths: role === null ? paths : { ...paths, [role]: path },
  };
}

/** The shape as it would be saved, or all that is wrong with it. */
export function toShape(draft: ShapeDraft) {
  const { event, ...paths } = draft.paths;
  const { fixedEvent, properties } = draft;
  return EventShape.safeParse({
    ...paths,
    event: event ?? { value: fixedEvent },
    properties: properties === "" ? null : properties,
  });
}

/** Fields of the example, and those that the draft names without one. */
export function rowsOf(draft: ShapeDraft, body: JsonObject | null) {
  const fields = body === null ? [] : fieldsOf(body);
  const known = new Set(fields.map(({ path }) => path));
  const others = Object.values(draft.paths).filter((path) => !known.has(path));
  return [...fields, ...others.map((path) => ({ path, value: undefined }))];
}

/** Objects of the example that could be the properties. */
export const objectsOf = (body: JsonObject | null): string[] =>
  Object.entries(body ?? {}).flatMap(([name, value]) =>
    isJsonObject(value) ? formatPath([name]) : [],
  );
