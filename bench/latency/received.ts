import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 400;
const PATIENCE_MS = 60_000;
/** More than come between two looks, and as many as the look-alike remembers. */
const LIMIT = 5_000;

type Received = {
  data: { seq: number; at: string; body: { timestamp: string } }[];
  nextAfter: number | null;
};

/**
 * How long each of the next `count` events took until the look-alike had it, by
 * its own clock, in the order in which it got them. Throws when some don't come.
 */
export async function watchReceived(
  sandboxUrl: string,
  count: number,
): Promise<number[]> {
  await fetch(`${sandboxUrl}/_control/reset`, { method: "POST" });
  const delays: number[] = [];
  let after = 0;
  let lastAt = Date.now();
  while (delays.length < count) {
    const response = await fetch(
      `${sandboxUrl}/_control/received?system=segment&limit=${LIMIT}&after=${after}`,
    );
    const { data, nextAfter } = (await response.json()) as Received;
    for (const { at, body } of data)
      delays.push(Date.parse(at) - Date.parse(body.timestamp));
    after = nextAfter ?? after;
    if (data.length > 0) lastAt = Date.now();
    if (Date.now() - lastAt > PATIENCE_MS)
      throw new Error(`${delays.length} of ${count} arrived`);
    await sleep(LOOK_EVERY_MS);
  }
  return delays;
}
