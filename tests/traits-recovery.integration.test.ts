import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileOf, handMade } from "./connect/hand-made";
import { startTraitScene, type TraitScene } from "./traits/scene";

let scene: TraitScene;

beforeAll(async () => {
  scene = await startTraitScene();
});

afterAll(async () => {
  await scene.engine.stop();
});

const NOW = new Date("2026-11-28T12:00:00Z");
const TIME = "2026-11-27 10:00:00";
const CLICKED = { name: "clicked", event: "Clicked" };
/** Rows such as `1 ann`: an event's id and whose it is. */
const clicked = (...rows: string[]) =>
  fileOf(
    ["event_id", "user_id", "time"],
    rows.map((row) => [...row.split(" "), TIME]),
  );
const users = (...ids: string[]) =>
  fileOf(
    ["user_id", "identity"],
    ids.map((id) => [id, `${id}@acme.io`]),
  );
const merged = (...pairs: string[]) =>
  fileOf(
    ["from_user_id", "to_user_id", "time"],
    pairs.map((pair) => [...pair.split(" "), TIME]),
  );
const count = { name: "clicks", kind: "count" };

/** A place with a dump of one table, read and computed. */
async function aComputed(...rows: string[]) {
  const made = handMade(scene);
  await made.write(1, [{ name: CLICKED.name, files: [clicked(...rows)] }]);
  const { id } = await made.connect();
  await scene.readAll(id);
  await scene.aTrait(id, count);
  await scene.compute(id, NOW);
  return { made, id };
}

const clicksOf = async (id: string) =>
  Object.fromEntries(
    Object.entries(await scene.traitsOf(id)).map(([person, { clicks }]) => [
      ...[person, clicks],
    ]),
  ) as Record<string, unknown>;

const clicksMoved = async (id: string) =>
  (
    await scene.query<{ person: string }>(
      "SELECT person FROM data.event WHERE connection_id = $1 AND person IN ('a', 'b') ORDER BY 1",
      [id],
    )
  ).map(({ person }) => person);

/** How many events were read without an index so far; every session tells its part first. */
async function rowsScanned(): Promise<number> {
  const told = Array.from({ length: 24 }, () =>
    scene.query("SELECT pg_stat_force_next_flush(), pg_sleep(0.05)"),
  );
  await Promise.all(told);
  const [stats] = await scene.query<{ rows: string }>(
    "SELECT seq_tup_read AS rows FROM pg_stat_user_tables WHERE relid = 'data.event'::regclass",
  );
  return Number(stats?.rows);
}

describe("traits of people whom Heap Connect changes", () => {
  it("move with the events of whoever became another", async () => {
    const { made, id } = await aComputed("1 a", "2 a", "3 b");
    expect(await clicksOf(id)).toEqual({ a: 2, b: 1 });
    await made.write(2, [
      { name: "user_migrations", files: [merged("a b", "b c")] },
    ]);
    await scene.engine.workImport(id);
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: undefined, b: undefined, c: 3 });
    expect(await scene.peopleOf(id)).toMatchObject([
      { user_id: "a", is_gone: true, traits: {} },
      { user_id: "b", is_gone: true, traits: {} },
      { user_id: "c", is_gone: false, is_listed: false },
    ]);
  });

  it("stay where they are in a loop of merges", async () => {
    const { made, id } = await aComputed("1 a", "2 b");
    await made.write(2, [
      { name: "user_migrations", files: [merged("a b", "b a")] },
    ]);
    await scene.engine.workImport(id);
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: 1, b: 1 });
  });

  it("are of users without events too, and of those who come later", async () => {
    const { made, id } = await aComputed("1 a");
    await made.write(2, [{ name: "users", files: [users("a", "b")] }]);
    await scene.engine.workImport(id);
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: 1, b: 0 });
    expect(await scene.peopleOf(id)).toMatchObject([
      { user_id: "a", is_listed: true, identity: "a@acme.io" },
      { user_id: "b", is_listed: true },
    ]);
  });

  it("let go of rows that a table written anew does not hold, and take them back", async () => {
    const { made, id } = await aComputed("1 a", "2 a", "3 b");
    const rewrite = async (dumpId: number, ...rows: string[]) => {
      await made.write(dumpId, [
        { name: CLICKED.name, files: [clicked(...rows)], incremental: false },
      ]);
      await scene.engine.workImport(id);
    };
    await rewrite(2, "1 a");
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: 1, b: 0 });
    await rewrite(3, "1 a", "2 a", "4 b");
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: 2, b: 1 });
  });

  it("come back to whoever somebody is by now", async () => {
    const { made, id } = await aComputed("1 a", "2 b");
    const rewrite = (dumpId: number, ...rows: string[]) =>
      made.write(dumpId, [
        { name: CLICKED.name, files: [clicked(...rows)], incremental: false },
      ]);
    await rewrite(2, "2 b");
    await scene.engine.workImport(id);
    await scene.compute(id, NOW);
    await made.write(3, [{ name: "user_migrations", files: [merged("a b")] }]);
    await scene.engine.workImport(id);
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: undefined, b: 1 });
    await rewrite(4, "1 b", "2 b");
    await scene.engine.workImport(id);
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: undefined, b: 2 });
  });

  it("leave out what is gone before its events were taken in", async () => {
    const made = handMade(scene);
    await made.write(1, [
      { name: CLICKED.name, files: [clicked("1 a", "2 a")] },
    ]);
    const { id } = await made.connect();
    await scene.aTrait(id, count);
    await scene.readAll(id);
    await made.write(2, [
      { name: CLICKED.name, files: [clicked("2 a")], incremental: false },
    ]);
    await scene.engine.workImport(id);
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: 1 });
  });
});

describe("what a feed keeps", () => {
  it("begins without rows that were gone before there was a trait", async () => {
    const made = handMade(scene);
    const write = (dumpId: number, ...rows: string[]) =>
      made.write(dumpId, [
        { name: CLICKED.name, files: [clicked(...rows)], incremental: false },
      ]);
    await write(1, "1 a", "2 a", "3 b");
    const { id } = await made.connect();
    await scene.readAll(id);
    await write(2, "2 a");
    await scene.engine.workImport(id);
    await scene.aTrait(id, count);
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual({ a: 1, b: 0 });
  });

  it("is deleted by its owner only", async () => {
    const { id } = await aComputed("1 a", "2 b");
    const former = await scene.verbs.claimFeed(id);
    const latter = await scene.verbs.claimFeed(id);
    if (former === null || latter === null) throw new Error("There is no feed");
    const kept = () =>
      scene.query("SELECT FROM data.event WHERE connection_id = $1", [id]);
    await scene.verbs.clearSome(former);
    expect(await kept()).toHaveLength(2);
    await scene.verbs.clearSome(latter);
    expect(await kept()).toHaveLength(0);
  });

  it("moves by an index, however much others did", async () => {
    const { made, id } = await aComputed("1 a", "2 b");
    await scene.query(
      `INSERT INTO data.event (connection_id, key, person, event, time, properties, arrived)
       SELECT $1, gen_random_uuid(), 'c' || n % 1000, 'Clicked', $2, '{}', 1 FROM generate_series(1, 50000) AS n`,
      [id, NOW],
    );
    await scene.query("ANALYZE data.event");
    await made.write(2, [{ name: "user_migrations", files: [merged("a b")] }]);
    await scene.engine.workImport(id);
    const before = await rowsScanned();
    const feed = await scene.verbs.claimFeed(id);
    if (feed === null) throw new Error("There is no feed");
    await scene.verbs.moveEvents(feed);
    expect((await rowsScanned()) - before).toBeLessThan(10_000);
    expect(await clicksMoved(id)).toEqual(["b", "b"]);
  });
});

describe("traits that are computed in the middle of something", () => {
  const many = Array.from({ length: 600 }, (_, index) => ({
    ...{ event_id: String(index), event: "Clicked", time: TIME },
    user_id: `u${index % 50}`,
  }));
  const each = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`u${index}`, 12]),
  );

  it("are the same when several compute at once", async () => {
    const { id, key } = await scene.aPlainConnection();
    await scene.aTrait(id, count);
    for (let from = 0; from < many.length; from += 100) {
      await scene.ingest(key, many.slice(from, from + 100));
      await Promise.all(
        [1, 2, 3].map(() => scene.verbs.runFeedStep(id, () => NOW)),
      );
    }
    await scene.compute(id, NOW);
    expect(await clicksOf(id)).toEqual(each);
  });

  it("are right after any part of it broke off", async () => {
    const { id, key } = await scene.aPlainConnection();
    await scene.aTrait(id, count);
    await scene.ingest(key, many);
    for (const table of ["event", "event_feed", "heap_user", "event_dirty"]) {
      await scene.ingest(key, [{ ...many[0], event_id: `before ${table}` }]);
      await breakOff(table);
      await scene
        .compute(id, NOW)
        .then(() => expect.fail(`${table} did not break off`))
        .catch((error: unknown) => expect(String(error)).toMatch("broken off"))
        .finally(() => mend(table));
      await scene.compute(id, NOW);
    }
    expect(await clicksOf(id)).toEqual({ ...each, u0: 16 });
  });

  it("are right although people become others all the while", async () => {
    const made = handMade(scene);
    const rows = many.map(({ event_id, user_id }) => `${event_id} ${user_id}`);
    await made.write(1, [{ name: CLICKED.name, files: [clicked(...rows)] }]);
    const { id } = await made.connect();
    await scene.engine.workImport(id);
    await scene.aTrait(id, count);
    for (let step = 0; step < 10; step += 1)
      await made.write(2 + step, [
        {
          name: "user_migrations",
          files: [merged(`u${step} u${step + 1}`)],
        },
        { name: "users", files: [users(`u${step}`, `u${step + 1}`)] },
      ]);
    await scene.nameTables(id);
    await Promise.all([
      scene.engine.workImport(id),
      ...[1, 2].map(async () => {
        for (let turn = 0; turn < 15; turn += 1)
          await scene.verbs.runFeedStep(id, () => NOW);
      }),
    ]);
    await scene.compute(id, NOW);
    const clicks = await clicksOf(id);
    expect(clicks.u10).toBe(12 * 11);
    expect(clicks.u49).toBe(12);
    expect(Object.values(clicks).filter((own) => own === 12)).toHaveLength(39);
  });

  it("follow definitions that change while everybody is computed", async () => {
    const { id, key } = await scene.aPlainConnection();
    await scene.ingest(key, many);
    await scene.aTrait(id, count);
    await Promise.all([
      ...[1, 2, 3, 4].map((number) =>
        scene.aTrait(id, { ...count, name: `clicks${number}` }),
      ),
      scene.compute(id, NOW).catch(() => undefined),
    ]);
    await scene.compute(id, NOW);
    const people = await scene.peopleOf(id);
    expect(people).toHaveLength(50);
    for (const { traits } of people)
      expect(traits).toEqual({
        ...{ clicks: 12, clicks1: 12, clicks2: 12, clicks3: 12, clicks4: 12 },
      });
  });
});

/** The next change of a table fails, and what it belongs to. */
async function breakOff(table: string): Promise<void> {
  await scene.query(
    "CREATE OR REPLACE FUNCTION data.break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken off'; END $$",
  );
  await scene.query(
    `CREATE TRIGGER break_off BEFORE INSERT OR UPDATE${table === "event_feed" ? " OF position" : ""} ON data.${table} FOR EACH ROW EXECUTE FUNCTION data.break_off()`,
  );
}

const mend = (table: string) =>
  scene.query(`DROP TRIGGER break_off ON data.${table}`);
