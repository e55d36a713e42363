import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { endedRuns, startHarness } from "./testing/harness";
import type { Harness } from "./testing/harness";

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness((client) => {
    const functions = [
      client.createFunction(
        { id: "told", triggers: [{ event: "t/told" }] },
        () => "heard",
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

// What any Inngest server does, tests/inngest/ holds it to; here is what only this one does.
test("a run fails for good, with the name of the operation, when it uses what the server lacks", async () => {
  await harness.client.send({ name: "t/waiting" });
  const [run] = await endedRuns(harness, 1, "shop-waiting");
  expect(run?.status).toBe("Failed");
  expect(JSON.stringify(run?.output)).toContain("WaitForEvent");
});

describe("events", () => {
  test("sent again with the same seed are the same events", async () => {
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
    expect(await endedRuns(harness, 2, "shop-told")).toHaveLength(2);
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
