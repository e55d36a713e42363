import { cron } from "inngest";
import { afterEach, expect, test, vi } from "vitest";
import { endedRuns, startHarness } from "./testing/harness";
import type { Harness } from "./testing/harness";

const AHEAD_MS = 10 * 60_000;
const realNow = Date.now;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** This process's clock from here on; PostgreSQL's stays where it is. */
function moveClock(offsetMs: number): void {
  vi.spyOn(Date, "now").mockImplementation(() => realNow() + offsetMs);
}

async function harnessThatNaps(): Promise<Harness> {
  const harness = await startHarness((client) => {
    const functions = [
      client.createFunction(
        { id: "nap", triggers: [{ event: "t/nap" }] },
        async ({ step }) => {
          await step.sleep("nap", "300ms");
          return "rested";
        },
      ),
      client.createFunction(
        { id: "tick", triggers: [cron("0 0 1 1 *")] },
        () => "ticked",
      ),
    ];
    return functions;
  });
  cleanUps.push(() => harness.close());
  return harness;
}

test("an event and a sleep are not late by what this clock is ahead of PostgreSQL's", async () => {
  const harness = await harnessThatNaps();
  moveClock(AHEAD_MS);
  await harness.client.send({ name: "t/nap" });
  const [run] = await endedRuns(harness, 1, "shop-nap");
  expect(run).toMatchObject({ status: "Completed", output: "rested" });
});

test("crons go on when the clock is set back", async () => {
  moveClock(AHEAD_MS);
  const harness = await harnessThatNaps();
  await harness.client.send({ name: "t/nap" });
  await endedRuns(harness, 1, "shop-nap");
  moveClock(0);
  await harness.query("UPDATE inngest_local.crons SET next_tick = now()");
  await harness.client.send({ name: "t/nap" });
  expect(await endedRuns(harness, 1, "shop-tick")).toMatchObject([
    { output: "ticked" },
  ]);
});

test("a cron is not late by what this clock is behind PostgreSQL's", async () => {
  const harness = await harnessThatNaps();
  moveClock(-AHEAD_MS);
  await harness.query("UPDATE inngest_local.crons SET next_tick = now()");
  await harness.client.send({ name: "t/nap" });
  expect(await endedRuns(harness, 1, "shop-tick")).toMatchObject([
    { output: "ticked" },
  ]);
});
