import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { givenTask, sendAnswer } from "../in-processes";
import { eventText } from "../stack/events";
import type { SenderTask } from "./task";

const CONNECTIONS = 64;
const TICK_MS = 5;

// Sends each event in a request of its own when it is due, whether or not those
// before were answered. An event's time is when it was due: what waits here for
// a connection counts. Answers how many were accepted.
const { ingestUrl, from, events, eventsPerSecond } = givenTask() as SenderTask;
const dispatcher = new Agent({ connections: CONNECTIONS, pipelining: 1 });
const startedAt = Date.now();
const answers: Promise<number>[] = [];
while (answers.length < events) {
  const due = ((Date.now() - startedAt) * eventsPerSecond) / 1_000;
  while (answers.length < Math.min(events, due)) answers.push(send());
  await sleep(TICK_MS);
}
const accepted = await Promise.all(answers);
sendAnswer(accepted.reduce((sum, count) => sum + count, 0));

async function send(): Promise<number> {
  const dueMs = startedAt + (answers.length * 1_000) / eventsPerSecond;
  const event = JSON.parse(eventText(from + answers.length)) as object;
  const time = new Date(dueMs).toISOString();
  const { body } = await request(ingestUrl, {
    ...{ method: "POST", dispatcher },
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...event, time }),
  });
  return ((await body.json()) as { accepted: number }).accepted;
}
