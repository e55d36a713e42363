import { isJsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import type { DeadLetterCode } from "../../sync/ledger";
import type { Work } from "./work";

/** A record of the inbox, but for its text. */
type Arrived = {
  inboxId: string;
  recordKey: string;
  event: string;
  receivedAtMs: number;
  /** Of its message id: of the record's content, and of how often it was sent anew on purpose. */
  generation: number;
};

export type OutCall = {
  text: string;
  bytes: number;
  inboxId: string;
  recordKey: string;
  event: string;
  person: string | null;
  receivedAtMs: number;
  generation: number;
  attempts: number;
  /** How often it failed alone while the destination took others. */
  ownFaults: number;
  failedAtMs: number | null;
  /** Of a pending row that is sent again. */
  pendingId: string | null;
};

export type InvalidRecord = {
  inboxId: string;
  recordKey: string;
  event: string;
  person: string | null;
  generation: number;
  code: DeadLetterCode;
  message: string;
  record: string;
  payload: string;
};

export type Decided =
  | { outcome: "filtered" }
  /** `isViolating`: the tracking plan has something against it. */
  | { outcome: "send"; call: OutCall; isViolating: boolean }
  | { outcome: "invalid"; invalid: InvalidRecord };

/** What becomes of a record, by its text as it arrived or as it was edited. */
export function decideRecord(
  { decide, personOf }: Pick<Work, "decide" | "personOf">,
  arrived: Arrived,
  text: string,
): Decided {
  const value = parseLossless(text);
  const record = isJsonObject(value) ? value : {};
  const person = personOf(record);
  const decision = decide(record, arrived.recordKey, arrived.generation);
  switch (decision.outcome) {
    case "filtered":
      return decision;
    case "send": {
      const { text: callText, bytes, violations } = decision;
      const call = firstCall(arrived, person, callText, bytes);
      return { outcome: "send", call, isViolating: violations.length > 0 };
    }
    case "invalid": {
      const { inboxId, recordKey, event, generation } = arrived;
      const { code, message } = decision;
      const payload = JSON.stringify(decision.payload);
      const about = { inboxId, recordKey, event, person, generation };
      const invalid = { ...about, code, message, record: text, payload };
      return { outcome: "invalid", invalid };
    }
  }
}

/** A call that was not tried yet. */
export const firstCall = (
  { inboxId, recordKey, event, receivedAtMs, generation }: Arrived,
  person: string | null,
  text: string,
  bytes: number,
): OutCall => ({
  text,
  bytes,
  inboxId,
  recordKey,
  event,
  person,
  receivedAtMs,
  generation,
  attempts: 0,
  ownFaults: 0,
  failedAtMs: null,
  pendingId: null,
});
