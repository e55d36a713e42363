import { sha256Bytes } from "../../crypto";
import { toTimeMs } from "../../mapping/convert-time";
import { FAILED } from "../../mapping/failed";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import { STREAMS } from "../../sync/streams/registry";
import { identityPerson } from "./persons";
import { storableJson } from "./storable-json";

/** An index can't hold longer ones, and none of Heap's is as long. */
const ID_BYTES_MAX = 512;
const EVENT_BYTES_MAX = 1_024;

/** A record of the inbox, as it was read. */
export type Arrived = {
  id: string;
  recordKey: string;
  event: string;
  payload: string;
  receivedAtMs: number;
};

/** An event as `data.event` holds it, before it is known whose it is by now. */
export type EventRow = {
  key: Uint8Array;
  /** As the record says it. */
  person: string;
  userId: string | null;
  identity: string | null;
  event: string;
  timeMs: number;
  /** Empty: none. */
  sessionId: string;
  /** JSON. */
  properties: string;
  arrived: string;
};

/** Null for a record whose ids are longer than any index can hold. A time that can't be read is when it arrived. */
export function toEventRow(arrived: Arrived): EventRow | null {
  const value = parseLossless(arrived.payload);
  const record = STREAMS.events.toRecord(isJsonObject(value) ? value : {});
  const userId = textOf(record.user_id);
  const identity = textOf(record.identity);
  const person =
    userId ?? (identity === null ? null : identityPerson(identity));
  if (person === null) return null;
  const isLong = [userId, identity].some(
    (id) => Buffer.byteLength(id ?? "") > ID_BYTES_MAX,
  );
  if (isLong || Buffer.byteLength(arrived.event) > EVENT_BYTES_MAX) return null;
  return {
    ...{ key: sha256Bytes(arrived.recordKey), person, userId, identity },
    ...{ event: arrived.event, timeMs: timeOf(record, arrived) },
    sessionId: textOf(record.session_id) ?? "",
    properties: storableJson(
      isJsonObject(record.properties) ? record.properties : {},
    ),
    arrived: arrived.id,
  };
}

function timeOf({ time }: JsonObject, { receivedAtMs }: Arrived): number {
  const timeMs = toTimeMs(time ?? null);
  return timeMs === FAILED ? Math.floor(receivedAtMs) : timeMs;
}

const textOf = (value: unknown) =>
  typeof value === "string" ? value.toWellFormed() : null;
