import { z } from "zod";
import { firstId, isPresent, OptionalId, withTextIds } from "../heap-ids";
import { compileCheck, type Stream } from "./stream";

const HeapUserSchema = z
  .looseObject({
    user_id: OptionalId,
    identity: OptionalId,
  })
  .refine((record) => isPresent(record.user_id) || isPresent(record.identity), {
    message: "user_id or identity is required",
  });

/** Who people are: each time that something about one changed. */
export const heapUsers: Stream = {
  kind: "heap",
  ...{ one: "user", many: "users" },
  description: "Who people are, each time that something about one changed.",
  event: null,
  toRecord: (value) => withTextIds(value, ["user_id", "identity"]),
  personOf: ({ identity, user_id: userId }) => firstId(identity, userId),
  check: compileCheck("users", HeapUserSchema, (record) => ({
    event: "user",
    id: isPresent(record.user_id) ? record.user_id : record.identity,
  })),
};
