import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../shared/json";
import {
  firstId,
  IdText,
  NameText,
  OptionalId,
  withTextIds,
} from "../heap-ids";
import { compileCheck, type Stream } from "./stream";

const HeapCohortSchema = z.looseObject({
  cohort: z.looseObject(
    { id: OptionalId, name: NameText },
    "should be an object with a name",
  ),
  id: IdText,
  change: z.enum(["entered", "exited"], "should be entered or exited"),
});

/** Who came into a cohort of Heap's, or left it. */
export const heapCohort: Stream = {
  kind: "heap",
  ...{ one: "cohort change", many: "cohort changes" },
  description: "Who came into a cohort of Heap’s, or left it.",
  event: { label: "Cohort", path: "cohort.name" },
  toRecord,
  personOf: ({ id }) => firstId(id),
  check: compileCheck("cohort", HeapCohortSchema, ({ cohort }) => ({
    event: cohort.name,
    // One person comes and goes: what happened and when tells these apart.
    id: null,
  })),
};

function toRecord(value: JsonObject): JsonObject {
  const record = withTextIds(value, ["id"]);
  const { cohort } = record;
  return isJsonObject(cohort)
    ? { ...record, cohort: withTextIds(cohort, ["id"]) }
    : record;
}
