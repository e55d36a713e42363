import { shownValue } from "../mapping/convert-text";
import { toTimeMs } from "../mapping/convert-time";
import type { Mapping } from "../mapping/expression";
import { FAILED } from "../mapping/failed";
import type { MappingProblem } from "../mapping/outcome";
import { mayGive, parseTarget, parseTargets } from "../mapping/target-path";
import {
  NULL,
  nameOfType,
  NOTHING,
  TEXT,
  TIME,
  typeOfValue,
  type ValueType,
} from "../mapping/value-type";
import { isJsonObject, type Json, type JsonObject } from "../shared/json";
import { compileReader } from "../shared/json-path";
import { specTargets, type SegmentCallType } from "./segment-spec";

/** What segment-call.ts refuses by itself: without these Segment drops a call. */
const REFUSED_BY_CALL = new Set([
  ...["event", "userId", "anonymousId", "previousId", "timestamp"],
  ...["properties", "traits", "context", "integrations"],
]);

/** segment.md 1.4: with so many traits Unify drops an Identify call, and Segment says nothing. */
const TRAITS_TOO_MANY = 300;

const NONE: MappingProblem[] = [];

/**
 * Compiles the check of a call's reserved fields against the types of Segment's
 * spec (segment.md 2.2 to 2.5): destinations read `revenue` as a number and
 * drop it, or the whole call, when it is text. Only fields that the mapping may
 * give are looked at. Nothing here keeps a call from being sent.
 */
export function compileReservedCheck(
  mapping: Mapping,
  callType: SegmentCallType,
): (call: JsonObject) => MappingProblem[] {
  const targets = parseTargets(Object.keys(mapping));
  const checks = specTargets(callType)
    .filter(({ path }) => !REFUSED_BY_CALL.has(path) && mayGive(targets, path))
    .map(({ path, type }) => ({
      ...{ path, type },
      read: compileReader(parseTarget(path)?.names ?? []),
    }));
  return (call) => {
    let found = callType === "identify" ? checkCount(call.traits) : NONE;
    for (const { path, type, read } of checks) {
      const value = read(call);
      if (value === undefined || isOfType(value, type)) continue;
      found = [...found, { path, message: mismatch(type, value) }];
    }
    return found;
  };
}

function checkCount(traits: Json | undefined): MappingProblem[] {
  const count = isJsonObject(traits) ? Object.keys(traits).length : 0;
  if (count < TRAITS_TOO_MANY) return NONE;
  const message = `has ${count} fields: of a call with ${TRAITS_TOO_MANY} or more, Unify takes nothing`;
  return [{ path: "traits", message }];
}

function isOfType(value: Json, type: ValueType): boolean {
  const kind = typeOfValue(value);
  if ((kind & (type | NULL | NOTHING)) !== 0) return true;
  return (type & TIME) !== 0 && kind === TEXT && toTimeMs(value) !== FAILED;
}

const mismatch = (type: ValueType, value: Json) =>
  `is ${nameOfType(type)} by Segment’s spec but it is ${shownValue(value)}`;
