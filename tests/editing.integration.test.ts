import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEvent, startEngine, type Engine } from "./setup/engine";

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

async function aSync() {
  const { syncId, key } = await engine.aLiveSync();
  const { ctx, app } = engine;
  const { definition, draft } = await app.getSync({
    ctx,
    input: { id: syncId },
  });
  return { id: syncId, key, definition, draft };
}

const save = (id: string, revision: number, definition: object) =>
  engine.app.saveDraft({
    ctx: engine.ctx,
    input: { id, body: { revision, definition } },
  });

describe("a draft", () => {
  it("that is saved again, since the answer was lost, is no conflict", async () => {
    const { id, definition } = await aSync();
    const changed = { ...definition, mapping: { event: { value: "A" } } };
    const first = await save(id, 1, changed);
    expect(await save(id, 1, changed)).toEqual(first);
    const other = { ...definition, mapping: { event: { value: "B" } } };
    await expect(save(id, 1, other)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("is saved unfinished, counted, and published only when it is right", async () => {
    const { ctx, app } = engine;
    const { id, definition, draft } = await aSync();
    expect(draft).toMatchObject({ revision: 1, isPublished: true });
    const unfinished = { ...definition, mapping: { userId: { path: "a..b" } } };
    const saved = await save(id, 1, unfinished);
    expect(saved.draft).toMatchObject({ revision: 2, isPublished: false });
    await expect(app.publishSync({ ctx, input: { id } })).rejects.toMatchObject(
      {
        options: {
          problems: [
            {
              path: "mapping.userId",
              message: '"a..b" is not a path such as properties.plan',
            },
            { path: "mapping.event", message: "is required" },
          ],
        },
      },
    );
    await save(id, 2, { ...definition, mapping: { ...definition.mapping } });
    const published = await app.publishSync({
      ctx,
      input: { id, body: { note: "As it was", revision: 3 } },
    });
    expect(published).toMatchObject({
      version: 2,
      draft: { revision: 3, isPublished: true },
    });
  });

  it("is not overwritten unseen, nor published unseen", async () => {
    const { ctx, app } = engine;
    const { id, definition } = await aSync();
    await save(id, 1, { ...definition, name: `${definition.name} a` });
    await expect(
      save(id, 1, { ...definition, name: `${definition.name} b` }),
    ).rejects.toThrow("saved another draft meanwhile");
    await expect(
      app.publishSync({ ctx, input: { id, body: { revision: 1 } } }),
    ).rejects.toThrow("was changed meanwhile");
    const kept = await app.getSync({ ctx, input: { id } });
    expect(kept.name).toBe(`${definition.name} a`);
  });

  it("has its versions, with who and why, to go back to", async () => {
    const { ctx, app } = engine;
    const { id, definition } = await aSync();
    const changed = {
      ...definition,
      mapping: { ...definition.mapping, "properties.x": { value: 1 } },
    };
    await save(id, 1, changed);
    await app.publishSync({ ctx, input: { id, body: { note: "With x" } } });
    const versions = await app.listVersions({ ctx, input: { id } });
    expect(
      versions.map(({ number, note, publishedBy }) => [
        ...[number, note, publishedBy !== null],
      ]),
    ).toEqual([
      [2, "With x", true],
      [1, null, true],
    ]);
    expect(versions[1]?.definition.mapping).toEqual(definition.mapping);
    const restored = await save(id, 2, versions[1]?.definition ?? {});
    expect(restored.definition.mapping).toEqual(definition.mapping);
  });
});

describe("trying before sending", () => {
  const plan = (index: number, value: unknown) =>
    anEvent(index, { properties: { plan_name: value } });

  it("shows what a definition makes of real records, unfinished or not", async () => {
    const { ctx, app } = engine;
    const { id, key, definition } = await aSync();
    await engine.ingest(key, JSON.stringify([plan(1, "Pro")]));
    const tried = (mapping: object) =>
      app.previewSync({
        ctx,
        input: { id, body: { definition: { ...definition, mapping } } },
      });
    const [good] = await tried({
      event: { value: "Signed Up" },
      userId: { path: "identity" },
      "properties.plan": {
        fn: "lowercase",
        args: [{ path: "properties.plan_name" }],
      },
    });
    expect(good).toMatchObject({
      outcome: "send",
      payload: { event: "Signed Up", properties: { plan: "pro" } },
    });
    const [half] = await tried({
      event: { value: "Signed Up" },
      userId: { path: "identity" },
      "properties.plan": { fn: "lowercse", args: [] },
    });
    expect(half?.outcome).toBe("invalid");
    expect(new Set(half?.problems.map(({ path }) => path))).toEqual(
      new Set(["properties.plan"]),
    );
    expect(half?.payload).toMatchObject({ userId: "user-1@acme.io" });
  });

  it("tells what publishing would change, over the latest records", async () => {
    const { ctx, app } = engine;
    const { id, key, definition } = await aSync();
    const records = Array.from({ length: 30 }, (_, index) =>
      plan(index, index < 10 ? index : "Pro"),
    );
    await engine.ingest(key, JSON.stringify(records));
    const compared = await app.compareSync({
      ctx,
      input: {
        id,
        body: {
          definition: {
            ...definition,
            mapping: {
              ...definition.mapping,
              "properties.plan_name": {
                fn: "toInteger",
                args: [{ path: "properties.plan_name" }],
              },
              "properties.extra": { value: 1 },
            },
          },
        },
      },
    });
    expect(compared).toEqual({
      records: 30,
      draft: { send: 10, filtered: 0, invalid: 20, violations: 0 },
      published: { send: 30, filtered: 0, invalid: 0, violations: 0 },
      changed: 30,
      fields: [
        { path: "", count: 20 },
        { path: "properties.extra", count: 10 },
      ],
      newProblems: [
        {
          path: "properties.plan_name",
          message: 'should be an integer but it is "Pro"',
          count: 20,
        },
      ],
    });
  });

  it("sends one record now, under an id of its own, and tells the answer", async () => {
    const { ctx, app } = engine;
    const { id, key } = await aSync();
    const record = anEvent(7, { identity: "one@acme.io" });
    await engine.ingest(key, JSON.stringify([record]));
    const sent = await app.sendOne({ ctx, input: { id, body: { record } } });
    expect(sent.answer).toEqual({ status: 200, text: '{"success":true}' });
    await engine.work(id);
    const own = (await engine.received()).filter(
      ({ userId }) => userId === "one@acme.io",
    );
    expect(own).toHaveLength(2);
    expect(String(own[0]?.messageId)).toMatch(/^slc_try_/);
    await expect(
      app.sendOne({
        ctx,
        input: { id, body: { record: { ...record, properties: 5 } } },
      }),
    ).rejects.toMatchObject({ message: "This record can't be sent." });
  });

  it("finds a record by part of its text", async () => {
    const { ctx, app } = engine;
    const { key, definition } = await aSync();
    const records = Array.from({ length: 60 }, (_, index) => anEvent(index));
    await engine.ingest(key, JSON.stringify(records));
    const find = (query: object) =>
      app.listLatestRecords({
        ctx,
        input: app.LatestRecordsInput.parse({
          connectionId: definition.source.connection,
          events: [],
          ...query,
        }),
      });
    const first = await find({ limit: 25 });
    const second = await find({ limit: 50, cursor: first.nextCursor });
    expect(second).toMatchObject({ nextCursor: null });
    expect(first.data.concat(second.data)).toHaveLength(60);
    const found = await find({ q: "USER-42@" });
    expect(found.data.map(({ record }) => record.identity)).toEqual([
      "user-42@acme.io",
    ]);
  });
});
