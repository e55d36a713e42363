import { setImmediate as yieldToOthers } from "node:timers/promises";
import { sha256Bytes } from "../../crypto";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import type { Decision } from "../../sync/decide";
import type { Person } from "./read-people";

export type JudgedPerson = {
  person: Person;
  kind: "present" | "gone" | "left_out" | "merged";
  /** Of the call that would be sent now, but for its id. */
  hash: Uint8Array;
  /** The call, where there is one. */
  payload: string | null;
};

const PEOPLE_AT_ONCE = 100;
const NO_HASH = new Uint8Array(16);

/** What would be sent of users now, to be compared with what was. Others in the process get their turn meanwhile. */
export async function judgePeople(
  decide: (record: JsonObject) => Decision,
  people: readonly Person[],
): Promise<JudgedPerson[]> {
  const judged: JudgedPerson[] = [];
  for (const person of people) {
    if (judged.length % PEOPLE_AT_ONCE === 0) await yieldToOthers();
    judged.push(judgePerson(decide, person));
  }
  return judged;
}

function judgePerson(
  decide: (record: JsonObject) => Decision,
  person: Person,
): JudgedPerson {
  const none = { person, hash: NO_HASH, payload: null };
  if (person.isMerged) return { ...none, kind: "merged" };
  if (person.isGone) return { ...none, kind: "gone" };
  const value = parseLossless(person.record);
  const decision = decide(isJsonObject(value) ? value : {});
  if (decision.outcome === "filtered") return { ...none, kind: "left_out" };
  const payload = decision.outcome === "send" ? withoutId(decision.text) : null;
  // One that can't be mapped is told once, and again when the user changes.
  const hash = sha256Bytes(payload ?? person.record);
  return { person, kind: "present", hash, payload };
}

/** The id of a call tells how often it was sent, which is no difference. */
const withoutId = (call: string) =>
  call.replace(/,"messageId":"slc_[0-9A-Za-z]+"/, "");
