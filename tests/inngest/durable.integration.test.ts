import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BIG_BYTES, NAPS, STEPS_IN_A_ROW } from "./durable-functions";
import { serverKinds, type ServerKind } from "./server-under-test";
import { startSuite, type Suite } from "./suite";

/** `npm run test:inngest` waits for what comes by the minute too. */
const isThorough = process.env.INNGEST_SUITE === "thorough";

describe.each(serverKinds())("durable functions, $name server", (kind) => {
  let suite: Suite;
  beforeAll(async () => {
    suite = await startSuite(kind);
  });
  afterAll(() => suite.close());

  const runOf = async (id: string, data: Record<string, unknown> = {}) => {
    await suite.client.send({ name: `t/${id}`, data });
    const [run] = await suite.untilEnded(id);
    return run;
  };

  test("steps run once each, sleep, send events, and a failed one alone is tried again", async () => {
    const run = await runOf("steps");
    expect(run).toMatchObject({
      _inngest: { status: "Completed" },
      result: "second",
    });
    expect(suite.told("first")).toHaveLength(1);
    expect(suite.told("second")).toHaveLength(2);
    const [first, second] = [suite.told("first"), suite.told("second")];
    const waitedMs = (second[0]?.atMs ?? 0) - (first[0]?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(900);
    expect(await suite.untilTold("told")).toHaveLength(1);
  });

  test("many steps in a row keep their results and run once each", async () => {
    const run = await runOf("row");
    const numbers = Array.from({ length: STEPS_IN_A_ROW }, (_, n) => n);
    expect(run?.result).toEqual(numbers);
    expect(suite.told("row").map(({ value }) => value)).toEqual(numbers);
  });

  test("parallel steps are waited for together", async () => {
    const run = await runOf("parallel");
    expect(run?.result).toEqual(["a", "b", "last"]);
  });

  test("a step's result of a megabyte is there for the steps after it", async () => {
    expect((await runOf("big"))?.result).toBe(BIG_BYTES);
  });

  test("a run fails after its attempts, and onFailure hears of it once", async () => {
    const run = await runOf("doomed");
    expect(run).toMatchObject({
      _inngest: { status: "Failed" },
      error: { message: "always" },
    });
    expect(suite.told("bad")).toHaveLength(2);
    await suite.untilTold("gave-up");
    await pause(300);
    expect(suite.told("gave-up").map(({ value }) => value)).toEqual([
      expect.objectContaining({
        function_id: "durable-doomed",
        run_id: run?.run_id,
      }),
    ]);
  });

  test("a function can catch the failure of a step", async () => {
    expect(await runOf("caught")).toMatchObject({
      _inngest: { status: "Completed" },
      result: "no luck",
    });
  });

  test("nothing is tried again after a NonRetriableError", async () => {
    const run = await runOf("final");
    expect(run?._inngest.status).toBe("Failed");
    expect(suite.told("final")).toHaveLength(1);
  });

  test("a RetryAfterError is obeyed", async () => {
    expect((await runOf("later"))?.result).toBe("done");
    const [first, second] = suite.told("later");
    const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(1_900);
  });

  test("calls stay within the concurrency of a key", async () => {
    const event = { name: "t/narrow", data: { k: "one" } };
    await suite.client.send(Array.from({ length: 8 }, () => event));
    await suite.untilEnded("narrow", 8);
    const most = suite.told("open").map(({ value }) => Number(value));
    expect(Math.max(...most)).toBeLessThanOrEqual(2);
    expect(most).toHaveLength(8);
  });

  test("a singleton drops events while its run is open, and takes the next one after it", async () => {
    const send = (k: string) =>
      suite.client.send({ name: "t/single", data: { k } });
    await send("a");
    await suite.untilTold("single");
    await Promise.all([send("a"), send("b"), send("a")]);
    await suite.untilEnded("single", 2);
    await send("a");
    await suite.untilEnded("single", 3);
    const keys = suite.told("single").map(({ value }) => value);
    expect(keys).toEqual([{ k: "a" }, { k: "b" }, { k: "a" }]);
  });

  test("only what name and condition match starts", async () => {
    await suite.client.send([
      { name: "t/w/small", data: { n: 1 } },
      { name: "t/w/none", data: {} },
      { name: "t/w/big", data: { n: 2 } },
    ]);
    const told = await suite.untilTold("picky");
    expect(told.map(({ value }) => value)).toEqual(["t/w/big"]);
  });

  test("events with one id start one run", async () => {
    const before = (await suite.untilTold("told")).length;
    const twin = { name: "t/told", id: "twin", data: { by: "twin" } };
    await suite.client.send(twin);
    await suite.client.send(twin);
    await suite.client.send({ name: "t/told", data: { by: "last" } });
    await suite.untilTold("told", before + 2);
    await pause(300);
    expect(suite.told("told")).toHaveLength(before + 2);
  });

  killing(kind, () => suite);

  if (isThorough) {
    test("a cron comes each minute", async () => {
      await suite.untilTold("ticking", 1, 70_000);
    });
  }
});

function killing(kind: ServerKind, suiteOf: () => Suite): void {
  test("an app killed in the middle of a step runs that step again, and none before it", async () => {
    const suite = suiteOf();
    await suite.client.send({ name: "t/hanging", data: {} });
    await suite.untilTold("hang");
    await suite.killApp();
    await suite.startApp();
    const [run] = await suite.untilEnded("hanging");
    expect(run?.result).toBe("through");
    expect(suite.told("before")).toHaveLength(1);
    expect(suite.told("hang")).toHaveLength(2);
  });

  if (!kind.isDurable) return;
  test("a server killed in the middle of a run goes on with it, and at most the step in hand runs twice", async () => {
    const suite = suiteOf();
    await suite.client.send({ name: "t/naps", data: {} });
    await suite.untilTold("nap", 3);
    await suite.server.kill();
    await pause(1_000);
    await suite.server.start();
    const [run] = await suite.untilEnded("naps");
    expect(run?.result).toBe("rested");
    const naps = suite.told("nap").map(({ value }) => Number(value));
    expect(new Set(naps).size).toBe(NAPS);
    expect(naps.length).toBeLessThanOrEqual(NAPS + 1);
  });
}
