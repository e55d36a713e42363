import { setTimeout as sleep } from "node:timers/promises";
import { ConnectorError } from "../../connectors/connector-error";
import { postBatch } from "../../connectors/segment/client";
import { askedWaitSeconds } from "../../sync/asked-wait";
import { deliverCalls, isKnownSuspect } from "../../sync/deliver";
import type { Delivery, SendAnswer } from "../../sync/delivery";
import { gateTo, type Session } from "../flow/gate";
import { withSpan } from "../../tracing";
import { outbound } from "../outbound";
import type { OutCall } from "./decide-record";
import type { Work } from "./work";

export type SendOptions = {
  /** One call goes first, to see whether the connection is well again. */
  isProbe?: boolean;
  /** What is sent is old: live traffic goes first. */
  isBackfill?: boolean;
};

/** Sends calls to the sync's destination, within the connection's limits, in order per person. */
export async function sendCalls(
  work: Work,
  calls: OutCall[],
  { isProbe = false, isBackfill = false }: SendOptions = {},
): Promise<Delivery<OutCall>> {
  const { sync, definition } = work;
  const gate = gateTo(sync.destinationConnectionId, work.limits);
  const perSecond = definition.delivery.ratePerSecond ?? null;
  const syncRate = perSecond === null ? null : { syncId: sync.id, perSecond };
  const session: Session = { isProbing: isProbe, syncRate, isBackfill };
  const attemptsMax = definition.delivery.maxAttempts;
  const keepsOrder = definition.delivery.order === "person";
  return deliverCalls(
    calls,
    { attemptsMax, keepsOrder, isProbe },
    {
      admit: (batch) => gate.admit(batch.length, session),
      send: (batch) => traced(batch.length, () => post(work, batch)),
      async report(answer, batch) {
        // One that is known to fail alone says nothing of the connection.
        if (session.isProbing || !isKnownSuspect(batch))
          await gate.report(answer, batch.length);
        session.isProbing = false;
      },
      takenAtMs: () => gate.takenAtMs(),
      callsMax: () => gate.callsMax(syncRate),
      sleep: async (ms) => {
        await sleep(ms);
      },
      random: Math.random,
      nowMs: () => performance.now(),
    },
  );
}

/** Whether the destination is known to take less than could be sent. */
export function isLimited({ sync, limits }: Work): boolean {
  return gateTo(sync.destinationConnectionId, limits).isLimited();
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
  const now = new Date();
  try {
    const texts = batch.map(({ text }) => text);
    const answer = await postBatch(outbound(), work.target, texts, now);
    const { status, text } = answer;
    const askedSeconds = askedWaitSeconds(answer, new Date());
    return { kind: "answer", status, askedSeconds, text };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { kind: "none", message: error.message, advice: error.advice };
  }
}
