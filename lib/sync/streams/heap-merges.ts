import { z } from "zod";
import { firstId, IdText, OptionalId, withTextIds } from "../heap-ids";
import { compileCheck, type Stream } from "./stream";

const ID_FIELDS = ["from_user_id", "to_user_id", "identity"];

const HeapMergeSchema = z.looseObject({
  from_user_id: IdText,
  to_user_id: IdText,
  identity: OptionalId,
});

/** One Heap user became another, as when somebody signs in: Heap's user migrations. */
export const heapMerges: Stream = {
  kind: "heap",
  ...{ one: "merge", many: "merges" },
  description: "Which user became another, as when somebody signs in.",
  event: null,
  toRecord: (value) => withTextIds(value, ID_FIELDS),
  personOf: ({ identity, to_user_id: to }) => firstId(identity, to),
  check: compileCheck("merges", HeapMergeSchema, () => ({
    event: "merge",
    id: null,
  })),
};
