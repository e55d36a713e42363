import { sha256Hex } from "../../crypto";
import type { JsonObject } from "../../shared/json";
import type { ShapedEvent } from "../../sync/event-shape";
import { checkHeapEvent } from "../../sync/heap-event";
import type { RawRecord } from "../../sync/split-records";
import type { InboxRecord } from "./append";
import type { IngestSource } from "./source";

export type Judged =
  { ok: true; record: InboxRecord } | { ok: false; message: string };

/** Whether ingest takes one element of a body, and as which record. */
export function judgeRecord(
  { value, text, problem }: RawRecord,
  source: Pick<IngestSource, "id" | "shape">,
): Judged {
  if (value === null) return { ok: false, message: problem ?? "is malformed" };
  const { id, shape } = source;
  if (shape === null) return judgeEvent(value, text, id);
  const asItIs = Object.hasOwn(value, "event")
    ? judgeEvent(value, text, id)
    : null;
  // A form of its own may call its event so as well.
  return asItIs?.ok ? asItIs : judgeShaped(shape(value), value, id);
}

function judgeEvent(value: JsonObject, text: string, id: string): Judged {
  const outcome = checkHeapEvent(value, id, sha256Hex);
  if (!outcome.ok) return outcome;
  const { recordKey, event } = outcome;
  return { ok: true, record: { recordKey, event, text } };
}

/** What is kept is the event that was made, so that syncs read one form alone. */
function judgeShaped(
  { record, empty }: ShapedEvent,
  posted: JsonObject,
  id: string,
): Judged {
  const outcome = checkHeapEvent(record, id, sha256Hex, posted);
  if (outcome.ok) {
    const { recordKey, event } = outcome;
    const text = JSON.stringify(record);
    return { ok: true, record: { recordKey, event, text } };
  }
  const where =
    empty.length === 0
      ? "as made by the webhook's example"
      : `the webhook's example looks at ${empty.join(", ")}, where there is nothing`;
  return { ok: false, message: `${outcome.message} (${where})` };
}
