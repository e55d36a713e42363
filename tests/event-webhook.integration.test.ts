import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

const SHAPE = {
  ...{ event: "event_name", user_id: null, identity: "email", time: "at" },
  ...{ event_id: null, session_id: null, properties: "rest" },
};

let engine: Engine;
let next = 0;

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.stop());

async function aHeap(settings: object = {}) {
  next += 1;
  const { id, ingestUrl } = await engine.app.createConnection({
    ctx: engine.ctx,
    input: {
      ...{ name: `webhook-${next}`, kind: "heap" },
      settings: { appId: "11", ...settings },
    },
  });
  const key = ingestUrl?.split("/").at(-1) ?? "";
  return {
    id,
    post: (body: unknown) => engine.ingest(key, JSON.stringify(body)),
    set: (eventShape: unknown) =>
      engine.app.updateConnection({
        ctx: engine.ctx,
        input: { id, patch: { settings: { eventShape } } },
      }),
    async stored() {
      const { rows } = await engine.app
        .database()
        .pool.query<{ payload: unknown }>(
          "SELECT payload FROM data.inbox WHERE connection_id = $1 ORDER BY id",
          [id],
        );
      return rows.map(({ payload }) => payload);
    },
  };
}

const click = (index: number) => ({
  ...{ event_name: "Click", email: "ann@x.io", at: "2026-11-01 10:00:00 UTC" },
  ...{ button: index, id: "12345678901234567890" },
});

describe("a webhook with a form of its own", () => {
  it("is kept as the Heap event that the example tells, beside events as they are", async () => {
    const heap = await aHeap({ eventShape: SHAPE });
    const answer = await heap.post([click(1), anEvent(1), click(1), click(2)]);
    expect(answer).toEqual({ accepted: 3, duplicates: 1, rejected: [] });
    expect(await heap.stored()).toEqual([
      {
        ...{ event: "Click", identity: "ann@x.io" },
        time: "2026-11-01T10:00:00.000Z",
        properties: { button: 1, id: "12345678901234567890" },
      },
      anEvent(1),
      expect.objectContaining({ event: "Click" }),
    ]);
  });

  it("may call its event “event” as well", async () => {
    const heap = await aHeap({ eventShape: { ...SHAPE, event: "event" } });
    const { event_name: event, ...others } = click(1);
    const nobody = { event, at: others.at };
    const answer = await heap.post([{ event, ...others }, anEvent(1), nobody]);
    expect(answer).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 2, message: expect.stringContaining("email") as string },
      ],
    });
    expect(await heap.stored()).toEqual([
      expect.objectContaining({ event: "Click", identity: "ann@x.io" }),
      anEvent(1),
    ]);
  });

  it("is told apart by what was left out", async () => {
    const heap = await aHeap({ eventShape: { ...SHAPE, properties: null } });
    expect(await heap.post([click(1), click(2)])).toMatchObject({
      accepted: 2,
    });
  });

  it("names the fields that were empty", async () => {
    const heap = await aHeap({ eventShape: SHAPE });
    const answer = await heap.post([{ event_name: "Click", email: "" }, {}]);
    expect(answer.rejected).toEqual([
      {
        index: 0,
        message:
          "user_id or identity is required (the webhook's example looks at email, where there is nothing)",
      },
      {
        index: 1,
        message: expect.stringContaining(
          "looks at event_name, email, where there is nothing",
        ) as string,
      },
    ]);
  });

  it("counts from the moment that the example is saved, and no longer than it is", async () => {
    const heap = await aHeap();
    expect(await heap.post(click(1))).toMatchObject({ accepted: 0 });
    await heap.set(SHAPE);
    expect(await heap.post(click(1))).toMatchObject({ accepted: 1 });
    await heap.set({ ...SHAPE, event: { value: "Tap" } });
    expect(await heap.post(click(2))).toMatchObject({ accepted: 1 });
    expect((await heap.stored()).at(-1)).toMatchObject({ event: "Tap" });
    await heap.set(null);
    expect(await heap.post(click(3))).toMatchObject({ accepted: 0 });
  });

  it("is checked when it is saved", async () => {
    const heap = await aHeap();
    await expect(heap.set({ ...SHAPE, identity: null })).rejects.toThrow(
      "has problems",
    );
  });
});

describe("the form that Heap fills in", () => {
  it("is taken as it is, with nothing where Heap knows nothing", async () => {
    const heap = await aHeap();
    const { EVENT_WEBHOOK_TEMPLATE } =
      await import("../lib/connectors/heap/webhook-template");
    const filled = {
      ...(JSON.parse(EVENT_WEBHOOK_TEMPLATE) as object),
      ...{ event: "Click", user_id: "5161", identity: "", session_id: "" },
    };
    expect(await heap.post(filled)).toMatchObject({ accepted: 1 });
    const nobody = { ...filled, user_id: "" };
    expect(await heap.post(nobody)).toMatchObject({
      rejected: [{ message: "user_id or identity is required" }],
    });
  });
});
