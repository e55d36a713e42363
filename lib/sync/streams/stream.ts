import type { z } from "zod";
import { canonicalJson } from "../../shared/canonical-json";
import type { JsonObject } from "../../shared/json";
import { eventTable, type RecordOutcome } from "../heap-event";
import { isPresent } from "../heap-ids";

type Named = {
  /** What the inbox calls it. */
  event: string;
  /** What tells it apart among those of its event; its content where it has no such. */
  id: string | null | undefined;
};

/** A kind of record that a source yields: one file each, listed in registry.ts. */
export type Stream = {
  /** The kind of connection that yields it. */
  kind: "heap";
  /** In sentences: “every user”, “Heap users become …”. */
  one: string;
  many: string;
  description: string;
  /** How its records are told apart where they are listed, and the path that says it; null where they are all alike. */
  event: { label: string; path: string } | null;
  /** The record that paths see: ids are text. */
  toRecord: (value: JsonObject) => JsonObject;
  /** Who a record is about, as people would look for it. */
  personOf: (record: JsonObject) => string | null;
  /** Checks one record and names it. `sha256Hex` is handed in, since this also runs in the browser. */
  check: (
    value: JsonObject,
    connectionId: string,
    sha256Hex: (text: string) => string,
  ) => RecordOutcome;
};

/**
 * The check of a stream's records by a schema. The record key is the same
 * whatever way a record came.
 */
export function compileCheck<Value>(
  stream: string,
  schema: z.ZodType<Value>,
  nameOf: (value: Value) => Named,
): Stream["check"] {
  return (value, connectionId, sha256Hex) => {
    const result = schema.safeParse(value);
    if (!result.success)
      return { ok: false, message: messageOf(result.error.issues) };
    const { event, id } = nameOf(result.data);
    const name = isPresent(id) ? id : sha256Hex(canonicalJson(value));
    const recordKey = [connectionId, stream, eventTable(event), name].join(":");
    return { ok: true, event, recordKey };
  };
}

const messageOf = (issues: readonly z.core.$ZodIssue[]) =>
  issues
    .map(({ path, message }) => [path.join("."), message].join(" ").trim())
    .join("; ");
