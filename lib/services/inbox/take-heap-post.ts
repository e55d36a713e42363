import { isCohortMessage } from "../../connectors/heap/cohort-webhook";
import type { JsonObject } from "../../shared/json";
import { splitJson } from "../../sync/split-records";
import {
  takeCohortWebhook,
  type WebhookReply,
} from "../heap-cohort/take-webhook";
import { authenticateIngest } from "./authenticate-ingest";
import { ingestHeap, type IngestAnswer, type IngestInput } from "./ingest-heap";

export type HeapReply = { status: 202; body: IngestAnswer } | WebhookReply;

/** A body with one object, as the webhook posts it. */
const ONE_OBJECT = /^\s*\{/;
/** What its `action_type` begins with. */
const ACTION = '"segment.';

/** Takes what was posted at a Heap connection's address: events, or Heap's cohort webhook. */
export async function takeHeapPost(input: IngestInput): Promise<HeapReply> {
  // Looked at before it is parsed: events must not wait for what comes every few hours.
  const isSigned = input.header("heap-hash") !== null;
  const isLikely =
    input.format === "json" &&
    (isSigned || (ONE_OBJECT.test(input.text) && input.text.includes(ACTION)));
  if (isLikely) {
    const source = await authenticateIngest(input);
    const body = parseObject(input.text);
    if (body !== null && isCohortMessage(body, isSigned))
      return takeCohortWebhook(source, { ...input, body });
  }
  return { status: 202, body: await ingestHeap(input) };
}

/** What can't be parsed is told as with any body. */
function parseObject(text: string): JsonObject | null {
  if (!ONE_OBJECT.test(text)) return null;
  try {
    return splitJson(text)[0]?.value ?? null;
  } catch {
    return null;
  }
}
