import { setTimeout as sleep } from "node:timers/promises";
import { ConnectorError } from "../../connectors/connector-error";
import { postBatch } from "../../connectors/segment/client";
import {
  deliverBatches,
  type Delivery,
  type SendAnswer,
} from "../../sync/deliver";
import { packBatches } from "../../sync/pack-batches";
import { withSpan } from "../../tracing";
import { outbound } from "../outbound";
import type { OutCall } from "./read-chunk";
import type { Work } from "./work";

/** Packs calls into batches and sends them in their order. */
export function sendCalls(
  work: Work,
  calls: OutCall[],
): Promise<Delivery<OutCall>> {
  return deliverBatches(packBatches(calls), {
    send: (batch) => traced(batch.length, () => post(work, batch)),
    sleep: async (ms) => {
      await sleep(ms);
    },
    random: Math.random,
    now: () => new Date(),
  });
}

const traced = (calls: number, send: () => Promise<SendAnswer>) =>
  withSpan("send batch", async (span) => {
    const answer = await send();
    span.setAttributes({
      "sluice.calls": calls,
      "http.response.status_code": answer.kind === "answer" ? answer.status : 0,
    });
    return answer;
  });

async function post(
  work: Work,
  batch: readonly OutCall[],
): Promise<SendAnswer> {
  try {
    const texts = batch.map(({ text }) => text);
    const { status, retryAfter, text } = await postBatch(
      outbound(),
      work.target,
      texts,
      new Date(),
    );
    return { kind: "answer", status, retryAfter, text };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { kind: "none", message: error.message, advice: error.advice };
  }
}
