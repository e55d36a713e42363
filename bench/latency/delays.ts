import { inProcess } from "../in-processes";
import type { Stack } from "../stack/stack";
import { watchReceived } from "./received";
import type { SenderTask } from "./task";

const SECONDS = 20;
const WARM_UP_SECONDS = 5;

/** How many events are sent at a rate. */
export const eventsAt = (eventsPerSecond: number) =>
  eventsPerSecond * (WARM_UP_SECONDS + SECONDS);

/** Sends events at a rate, each in a request of its own; throws when some are not accepted. */
export async function sendAt(
  ingestUrl: string,
  from: number,
  eventsPerSecond: number,
): Promise<void> {
  const events = eventsAt(eventsPerSecond);
  const task: SenderTask = { ingestUrl, from, events, eventsPerSecond };
  const file = new URL("sender-process.ts", import.meta.url);
  const accepted = await inProcess<number>(file, task);
  if (accepted !== events)
    throw new Error(`${accepted} of ${events} were accepted`);
}

/** The milliseconds from when each event was due until Segment's look-alike had it, without the warm-up. */
export async function delaysAt(
  { sandboxUrl }: Stack,
  ingestUrl: string,
  from: number,
  eventsPerSecond: number,
): Promise<number[]> {
  const received = watchReceived(sandboxUrl, eventsAt(eventsPerSecond));
  await sendAt(ingestUrl, from, eventsPerSecond);
  return (await received).slice(eventsPerSecond * WARM_UP_SECONDS);
}
