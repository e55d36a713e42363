import { isJsonObject, type Json, type JsonObject } from "../../shared/json";
import type { Violation } from "./violation";

/** Where fields may be left out; the rest makes the call what it is. */
const BAGS = new Set(["properties", "traits", "context"]);

/**
 * The call without the fields that violate the plan; the call itself stays as
 * it is. What is missing can't be left out, nor can an event's name.
 */
export function omitFields(
  call: JsonObject,
  violations: readonly Violation[],
): JsonObject {
  return violations.reduce((kept, { kind, path }) => {
    const [bag, ...below] = path;
    const isOmittable =
      kind !== "required" &&
      bag !== undefined &&
      BAGS.has(bag) &&
      below.length > 0;
    return isOmittable ? without(kept, path) : kept;
  }, call);
}

/** Copies what it changes. An element of a list takes the list with it. */
function without(object: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...below] = path;
  if (name === undefined || !Object.hasOwn(object, name)) return object;
  const inner: Json | undefined = object[name];
  if (below.length > 0 && isJsonObject(inner))
    return { ...object, [name]: without(inner, below) };
  const { [name]: _, ...rest } = object;
  return rest;
}
