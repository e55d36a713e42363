import { NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { endedRuns, eventually, startHarness } from "./testing/harness";
import type { Harness } from "./testing/harness";

const calls: Record<string, number> = {};
const failures: unknown[] = [];
const startedAtMs: number[] = [];
let open = 0;
let openMax = 0;

function count(name: string): number {
  calls[name] = (calls[name] ?? 0) + 1;
  return calls[name];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function occupy(ms: number): Promise<void> {
  open += 1;
  openMax = Math.max(openMax, open);
  await pause(ms);
  open -= 1;
}

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness((client) => {
    const functions = [
      client.createFunction(
        { id: "steps", triggers: [{ event: "t/steps" }] },
        async ({ step, event }) => {
          const first = await step.run("first", () => count("first"));
          await step.sleep("nap", "1s");
          const sent = await step.sendEvent("tell", { name: "t/told" });
          const second = await step.run("second", () => {
            if (count("second") === 1) throw new Error("flaky");
            return "ok";
          });
          return { first, second, sent: sent.ids.length, id: event.id };
        },
      ),
      client.createFunction(
        { id: "told", triggers: [{ event: "t/told" }] },
        () => "heard",
      ),
      client.createFunction(
        { id: "parallel", triggers: [{ event: "t/parallel" }] },
        async ({ step }) => {
          const results = await Promise.all([
            step.run("a", () => count("pa")),
            step.run("b", () => {
              if (count("pb") === 1) throw new Error("flaky");
              return "b";
            }),
            step.sleep("nap", "1s"),
          ]);
          const last = await step.run("last", () => count("plast"));
          return [results[0], results[1], last];
        },
      ),
      client.createFunction(
        {
          id: "doomed",
          retries: 1,
          triggers: [{ event: "t/doomed" }],
          onFailure: ({ event }) => {
            failures.push(event.data);
          },
        },
        async ({ step }) => {
          await step.run("bad", () => {
            count("bad");
            throw new Error("always");
          });
        },
      ),
      client.createFunction(
        { id: "caught", retries: 0, triggers: [{ event: "t/caught" }] },
        async ({ step }) => {
          try {
            await step.run("bad", () => {
              throw new Error("no luck");
            });
          } catch (error) {
            return error instanceof Error ? error.message : "?";
          }
          return "unreached";
        },
      ),
      client.createFunction(
        { id: "final", triggers: [{ event: "t/final" }] },
        () => {
          count("final");
          throw new NonRetriableError("never again");
        },
      ),
      client.createFunction(
        { id: "later", triggers: [{ event: "t/later" }] },
        () => {
          startedAtMs.push(Date.now());
          if (count("later") === 1) throw new RetryAfterError("busy", 1_000);
          return "done";
        },
      ),
      client.createFunction(
        {
          id: "narrow",
          concurrency: { limit: 2, key: "event.data.k" },
          triggers: [{ event: "t/narrow" }],
        },
        async ({ step }) => step.run("work", () => occupy(40)),
      ),
      client.createFunction(
        {
          id: "single",
          singleton: { key: "event.data.k", mode: "skip" },
          triggers: [{ event: "t/single" }],
        },
        async ({ step }) => step.run("work", () => pause(300)),
      ),
      client.createFunction(
        {
          id: "picky",
          triggers: [{ event: "t/w/*", if: "event.data.n > 1" }],
        },
        ({ event }) => event.name,
      ),
      client.createFunction(
        { id: "ticking", triggers: [{ cron: "* * * * *" }] },
        ({ event }) => event.data,
      ),
      client.createFunction(
        { id: "waiting", triggers: [{ event: "t/waiting" }] },
        async ({ step }) =>
          step.waitForEvent("never", { event: "t/x", timeout: "1s" }),
      ),
      client.createFunction(
        { id: "endless", triggers: [{ event: "t/endless" }] },
        async ({ step }) => step.sleep("long", "1h"),
      ),
    ];
    return functions;
  });
});

afterAll(() => harness.close());

async function runOf(slug: string, payload: { name: string; data?: object }) {
  await harness.client.send(payload);
  const runs = await endedRuns(harness, 1, `shop-${slug}`);
  return runs[0];
}

describe("a function", () => {
  test("runs its steps once each, sleeps, sends events and retries what failed", async () => {
    const run = await runOf("steps", { name: "t/steps" });
    expect(run).toMatchObject({
      status: "Completed",
      output: { first: 1, second: "ok", sent: 1 },
    });
    expect(calls).toMatchObject({ first: 1, second: 2 });
    const [told] = await endedRuns(harness, 1, "shop-told");
    expect(told).toMatchObject({ status: "Completed", output: "heard" });
  });

  test("plans parallel steps, waits for all and goes on once", async () => {
    const run = await runOf("parallel", { name: "t/parallel" });
    expect(run?.output).toEqual([1, "b", 1]);
    expect(calls).toMatchObject({ pa: 1, pb: 2, plast: 1 });
  });

  test("fails after its attempts and has its onFailure called once", async () => {
    const run = await runOf("doomed", { name: "t/doomed" });
    expect(run).toMatchObject({ status: "Failed" });
    expect(calls.bad).toBe(2);
    await eventually(() => failures.length > 0, "onFailure");
    await pause(200);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({
      function_id: "shop-doomed",
      run_id: run?.id,
      error: { message: "always" },
      event: { name: "t/doomed" },
    });
  });

  test("can catch the failure of a step", async () => {
    const run = await runOf("caught", { name: "t/caught" });
    expect(run).toMatchObject({ status: "Completed", output: "no luck" });
  });

  test("is not tried again after a NonRetriableError", async () => {
    const run = await runOf("final", { name: "t/final" });
    expect(run).toMatchObject({
      status: "Failed",
      output: { message: "never again" },
    });
    expect(calls.final).toBe(1);
  });

  test("waits as long as a RetryAfterError asks", async () => {
    const run = await runOf("later", { name: "t/later" });
    expect(run?.output).toBe("done");
    const [first = 0, second = 0] = startedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(900);
  });

  test("fails for good, with the name of the operation, when it uses what the server lacks", async () => {
    const run = await runOf("waiting", { name: "t/waiting" });
    expect(run?.status).toBe("Failed");
    expect(JSON.stringify(run?.output)).toContain("WaitForEvent");
  });
});

describe("flow control", () => {
  test("keeps calls within the concurrency of a key", async () => {
    const events = Array.from({ length: 12 }, () => ({
      name: "t/narrow",
      data: { k: "one" },
    }));
    await harness.client.send(events);
    await endedRuns(harness, 12, "shop-narrow");
    expect(openMax).toBe(2);
  });

  test("drops the events of a singleton while its run is open, and takes the next one after it", async () => {
    const send = (k: string) =>
      harness.client.send({ name: "t/single", data: { k } });
    await Promise.all([send("a"), send("a"), send("b"), send("a")]);
    expect(await endedRuns(harness, 2, "shop-single")).toHaveLength(2);
    await send("a");
    expect(await endedRuns(harness, 3, "shop-single")).toHaveLength(3);
  });
});

describe("events", () => {
  test("start only what their name and condition match", async () => {
    await harness.client.send([
      { name: "t/w/small", data: { n: 1 } },
      { name: "t/w/none", data: {} },
      { name: "t/w/big", data: { n: 2 } },
    ]);
    const runs = await endedRuns(harness, 1, "shop-picky");
    expect(runs.map(({ output }) => output)).toEqual(["t/w/big"]);
  });

  test("with one id start one run, and the same seed is the same event", async () => {
    const before = (await endedRuns(harness, 1, "shop-told")).length;
    await harness.client.send({ name: "t/told", id: "twin" });
    await harness.client.send({ name: "t/told", id: "twin" });
    const post = () =>
      fetch(`${harness.server.url}/e/test-event-key`, {
        method: "POST",
        headers: {
          "x-inngest-event-id-seed": "1795445550829,tDO9VT0rBWCnKg==",
        },
        body: JSON.stringify([{ name: "t/told" }, { name: "t/told" }]),
      }).then((response) => response.json());
    const first: unknown = await post();
    expect(await post()).toEqual(first);
    expect(first).toEqual({
      ids: ["01M84E9VQDPGSVTN9X5C2P19SB", "01M84E9VQDPGSVTN9X5C2P19SC"],
      status: 200,
    });
    await pause(300);
    const runs = await endedRuns(harness, before + 3, "shop-told");
    expect(runs).toHaveLength(before + 3);
  });

  test("are refused with a wrong key, a reserved name or no JSON, and kept up to the bad one", async () => {
    const post = async (key: string, body: string) => {
      const response = await fetch(`${harness.server.url}/e/${key}`, {
        method: "POST",
        body,
      });
      const answer: unknown = await response.json();
      return { status: response.status, answer };
    };
    expect((await post("wrong", "[]")).status).toBe(401);
    expect((await post("test-event-key", "{")).status).toBe(400);
    const mixed = await post(
      "test-event-key",
      JSON.stringify([{ name: "t/quiet" }, { name: "inngest/x" }]),
    );
    expect(mixed.status).toBe(400);
    expect(mixed.answer).toMatchObject({ ids: [expect.any(String)] });
  });

  test("of a cron come once for the newest tick, however many were missed", async () => {
    await harness.query(
      "UPDATE inngest_local.crons SET next_tick = date_trunc('minute', now()) - interval '3 hours'",
    );
    const runs = await endedRuns(harness, 1, "shop-ticking");
    // The run may be of a minute that has just begun: the missed ones come with the next look.
    await vi.waitFor(
      async () => {
        const [next] = await harness.query<{ ahead: boolean }>(
          "SELECT next_tick > now() AS ahead FROM inngest_local.crons",
        );
        expect(next?.ahead).toBe(true);
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(runs.length).toBeLessThanOrEqual(2);
    expect(runs[0]?.output).toMatchObject({ cron: "* * * * *" });
  });
});

describe("inspection", () => {
  test("shows the runs of an event and cancels one that waits", async () => {
    const { ids } = await harness.client.send({ name: "t/endless" });
    const path = `/v1/events/${ids[0] ?? ""}/runs`;
    const found = await harness.api(path);
    expect(found.body).toMatchObject({
      data: [{ status: "Running", function_id: "shop-endless" }],
    });
    const [row] = await harness.query<{ id: string }>(
      "SELECT id FROM inngest_local.runs WHERE event_id = $1",
      [ids[0]],
    );
    const runPath = `/v1/runs/${row?.id ?? ""}`;
    expect((await harness.api(runPath, "DELETE")).status).toBe(200);
    expect((await harness.api(runPath)).body).toMatchObject({
      data: { status: "Cancelled" },
    });
    const [cancelled] = await harness.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM inngest_local.events
       WHERE given_id = $1 AND name = 'inngest/function.cancelled'`,
      [row?.id],
    );
    expect(cancelled?.n).toBe(1);
    expect((await harness.api("/v1/runs/none")).status).toBe(404);
  });

  test("is closed without the signing key", async () => {
    const response = await fetch(`${harness.server.url}/v1/runs/x`);
    expect(response.status).toBe(401);
  });
});
