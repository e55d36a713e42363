import { isJsonObject, type Json, type JsonObject } from "../shared/json";
import { compileExpression } from "./compile-expression";
import { shownValue } from "./convert-text";
import { memberFiller, type MakeMember } from "../shared/member-access";
import type { Mapping } from "./expression";
import {
  addProblem,
  newOutcome,
  setMember,
  type Evaluate,
  type MappingOutcome,
} from "./outcome";
import { parseTarget } from "./target-path";

/** Of the payloads that a mapping gives: it changes when the same mapping would give others. */
export const MAPPING_ENGINE_VERSION = 2;

/** One object of the payload: what fills it in bulk, and its own fields. */
type Node = { bulk: Bulk[]; fields: Map<string, Field> };
type Bulk = { key: string; evaluate: Evaluate };
type Field = { own: Bulk | null; node: Node | null };

/**
 * Turns a checked mapping into a function from record to payload. A key such
 * as `properties.plan` nests; `properties.*` takes an object's fields, which
 * explicit keys beat. undefined is left out, null is sent. Throws when the
 * mapping wasn't checked (see check-mapping.ts).
 */
export function compileMapping(
  mapping: Mapping,
): (record: JsonObject) => MappingOutcome {
  const fill = compileTree(mapping);
  return (record) => {
    const outcome = newOutcome();
    fill(record, outcome, outcome.payload);
    return outcome;
  };
}

type Fill = (
  record: Json,
  outcome: MappingOutcome,
  target: JsonObject,
) => boolean;

function compileTree(mapping: Mapping): Fill {
  const root: Node = { bulk: [], fields: new Map() };
  for (const [key, expression] of Object.entries(mapping)) {
    const target = parseTarget(key);
    if (target === null) throw new Error(`Unchecked mapping: the key ${key}`);
    const evaluate = compileExpression(expression, key, compileTree);
    place(root, target.names, target.isBulk, { key, evaluate });
  }
  return compileNode(root);
}

function place(
  root: Node,
  names: readonly string[],
  isBulk: boolean,
  bulk: Bulk,
): void {
  let node = root;
  names.forEach((name, index) => {
    const field = node.fields.get(name) ?? { own: null, node: null };
    node.fields.set(name, field);
    if (index === names.length - 1 && !isBulk) field.own = bulk;
    else node = field.node ??= { bulk: [], fields: new Map() };
  });
  if (isBulk) node.bulk.push(bulk);
}

/** Fills an object; says whether anything was put into it. */
function compileNode(node: Node): Fill {
  const fillFields = compileFields(node);
  if (node.bulk.length === 0) return fillFields;
  const explicit = new Set(
    [...node.fields].filter(([, field]) => field.node === null).map(nameOf),
  );
  const bulks = node.bulk.map((bulk) => compileBulk(bulk, explicit));
  return (record, outcome, target) => {
    let isFilled = false;
    for (const bulk of bulks)
      isFilled = bulk(record, outcome, target) || isFilled;
    return fillFields(record, outcome, target) || isFilled;
  };
}

const nameOf = ([name]: readonly [string, Field]) => name;

function compileFields(node: Node): Fill {
  const fills = [...node.fields].map(([name, field]) =>
    compileField(name, field, node.bulk.length > 0),
  );
  const count = fills.length;
  return (record, outcome, target) => {
    let isFilled = false;
    for (let index = 0; index < count; index += 1) {
      if (fills[index]?.(record, outcome, target) === true) isFilled = true;
    }
    return isFilled;
  };
}

function compileField(name: string, field: Field, mayBeThere: boolean): Fill {
  const make: MakeMember<Json, MappingOutcome> =
    field.node === null
      ? (field.own?.evaluate ?? leaveOut)
      : compileObject(name, field.own, field.node, mayBeThere);
  if (!(name in Object.prototype)) return memberFiller(name, make);
  return (record, outcome, target) => {
    const value = make(record, outcome, target);
    if (value === undefined) return false;
    setMember(target, name, value);
    return true;
  };
}

const leaveOut = () => undefined;

/** An object of its own fields, on top of what a key of its own or a bulk gives. */
function compileObject(
  name: string,
  own: Bulk | null,
  node: Node,
  mayBeThere: boolean,
): MakeMember<Json, MappingOutcome> {
  const fill = compileNode(
    own === null ? node : { ...node, bulk: [own, ...node.bulk] },
  );
  return (record, outcome, parent) => {
    const target: JsonObject = mayBeThere ? copyOf(parent, name) : {};
    return fill(record, outcome, target) ? target : undefined;
  };
}

/** What a bulk put there belongs to the record: it is copied before it is filled. */
function copyOf(parent: JsonObject, name: string): JsonObject {
  const before = Object.hasOwn(parent, name) ? parent[name] : undefined;
  return isJsonObject(before) ? { ...before } : {};
}

/** Puts an object's fields beside the explicit ones, and never in their place. */
function compileBulk(
  { key, evaluate }: Bulk,
  explicit: ReadonlySet<string>,
): Fill {
  return (record, outcome, target) => {
    const fields = evaluate(record, outcome);
    if (fields === undefined || fields === null) return false;
    if (!isJsonObject(fields)) {
      const message = `should be an object but it is ${shownValue(fields)}`;
      addProblem(outcome, key, message);
      return false;
    }
    let isFilled = false;
    for (const name in fields) {
      const value = fields[name];
      if (value === undefined || explicit.has(name)) continue;
      setMember(target, name, value);
      isFilled = true;
    }
    return isFilled;
  };
}
