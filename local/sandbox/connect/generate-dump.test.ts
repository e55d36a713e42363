import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { playSignup } from "../scenarios/signup";
import type { Row } from "./columns";
import type { DumpForm, DumpOptions } from "./dump-options";
import { folderTarget } from "./dump-target";
import { generateDump, type DumpSettings } from "./generate-dump";
import { memoryTarget, readManifest, readTable } from "./testing/memory-target";

const FIRST: DumpOptions = { users: 60, events: 800, seed: 3, dumpId: 9 };

async function dump(options: DumpOptions, settings: DumpSettings = {}) {
  const { target, objects } = memoryTarget();
  const account = await generateDump(target, options, settings);
  const rows = (table: string) => readTable(objects, account.dumpId, table);
  return { account, objects, rows };
}

async function idsOf(rows: Promise<Row[]>, column: string) {
  return new Set((await rows).map((row) => String(row[column])));
}

describe("a first dump", () => {
  it("is the same to the byte for the same input, and another for another seed", async () => {
    const [one, again] = [await dump(FIRST), await dump(FIRST)];
    expect([...one.objects]).toEqual([...again.objects]);
    const other = await dump({ ...FIRST, seed: 4 });
    expect([...other.objects.keys()]).not.toEqual([...one.objects.keys()]);
  });

  it("holds the events that the scenario plays, by the same ids, names and people", async () => {
    const { rows } = await dump(FIRST);
    const endsAt = Date.parse("2026-11-01T12:00:00.000Z");
    const played = [...playSignup({ users: 60, events: 800, seed: 3, endsAt })];
    const shared = played.filter(({ event }) => event === "Report Shared");
    expect(await rows("report_shared")).toMatchObject(
      shared.map(({ event_id, user_id, session_id, time, properties }) => ({
        event_id: BigInt(event_id),
        user_id: BigInt(user_id),
        session_id: BigInt(session_id),
        time: `${time.slice(0, 10)} ${time.slice(11, 23)}000`,
        email: properties.email,
        recipients: String(properties.recipients),
      })),
    );
    const known = new Set(played.flatMap(({ identity }) => identity ?? []));
    const users = await rows("users");
    expect(users).toHaveLength(60);
    expect(new Set(users.flatMap(({ identity }) => identity ?? []))).toEqual(
      known,
    );
  });

  it("accounts for its rows, in full tables only, without all_events", async () => {
    const { account, objects, rows } = await dump(FIRST);
    const manifest = readManifest(objects, 9);
    for (const { name, rows: count } of account.tables) {
      expect(await rows(name)).toHaveLength(count);
    }
    const byName = new Map(account.tables.map((one) => [one.name, one.rows]));
    expect([...byName.keys()].slice(0, 4)).toEqual([
      "users",
      "user_migrations",
      "sessions",
      "pageviews",
    ]);
    expect(byName.has("all_events")).toBe(false);
    expect(byName.has("sign_up___completed")).toBe(true);
    const events = account.tables.slice(4);
    expect(events.reduce((sum, one) => sum + one.rows, 0)).toBe(800);
    expect(manifest.tables.every(({ incremental }) => !incremental)).toBe(true);
    expect([...objects.keys()].at(-1)).toBe("manifests/sync_9.json");
  });

  it("uses no event id twice, whatever the table", async () => {
    const { account, rows } = await dump(FIRST);
    const ids: string[] = [];
    for (const { name } of account.tables.slice(2)) {
      ids.push(...(await rows(name)).map((row) => String(row.event_id)));
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("comes in as many parts as its rows need, numbered from 0", async () => {
    const form: DumpForm = { partRows: 7 };
    const { objects, rows } = await dump(FIRST, { form });
    const files = readManifest(objects, 9).tables[0]?.files ?? [];
    expect(files).toHaveLength(Math.ceil(60 / 7));
    expect(files[3]).toMatch(
      /^s3:\/\/heap-rs3-sandbox\/sync_9\/users\/part-00003-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-c000\.avro$/,
    );
    expect(await rows("users")).toHaveLength(60);
  });

  it.each(["null", "deflate", "snappy"] as const)(
    "can be packed with the codec %s",
    async (codec) => {
      const { rows } = await dump(FIRST, { form: { codec } });
      expect(await rows("users")).toHaveLength(60);
    },
  );

  it("writes times in the forms that sources report", async () => {
    const timesAs = async (form: DumpForm) => {
      const { rows } = await dump(FIRST, { form });
      const [event] = await rows("pricing_viewed");
      const [user] = await rows("users");
      return [event?.time, user?.joindate];
    };
    const [text, micros] = await timesAs({});
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}000$/);
    expect(typeof micros).toBe("bigint");
    const [millis, iso] = await timesAs({
      ...{ eventTimes: "millis", userTimes: "iso" },
    });
    expect(Number(millis)).toBe(Date.parse(`${String(text)}Z`));
    expect(Date.parse(String(iso))).toBe(Number(micros) / 1_000);
  });

  it("names tables in either reading of the rule", async () => {
    const { rows } = await dump(FIRST, { form: { tableNames: "runs" } });
    expect(await rows("sign_up_completed")).not.toHaveLength(0);
  });
});

describe("a dump on top of another", () => {
  const second: DumpOptions = {
    ...{ users: 10, events: 150, changedShare: 0.2, merges: 4 },
    ...{ rebuild: ["report_shared"], rebuildShare: 0.2 },
    addedProperty: "campaign",
  };
  const series = { earlier: [FIRST], withIds: true };

  it("adds what is new, changes users, and replaces only what was rebuilt", async () => {
    const { account, objects, rows } = await dump(second, series);
    expect(account.dumpId).toBe(10);
    const full = readManifest(objects, 10).tables.filter(
      ({ incremental }) => !incremental,
    );
    expect(full.map(({ name }) => name)).toEqual(["report_shared"]);
    const users = account.changes.get("users");
    expect(users?.added.size).toBe(10);
    expect(users?.changed.size).toBeGreaterThan(5);
    expect(await idsOf(rows("users"), "user_id")).toEqual(
      new Set([...(users?.added ?? []), ...(users?.changed ?? [])]),
    );
    const created = account.changes.get("report_created")?.added;
    expect(await idsOf(rows("report_created"), "event_id")).toEqual(created);
  });

  it("accounts for what a rebuild changed, as two readings show it", async () => {
    const before = await dump(FIRST);
    const after = await dump(second, series);
    const byId = async (rows: Promise<Row[]>) =>
      new Map((await rows).map((row) => [String(row.event_id), row]));
    const [old, now] = [
      await byId(before.rows("report_shared")),
      await byId(after.rows("report_shared")),
    ];
    const changes = after.account.changes.get("report_shared");
    const added = [...now.keys()].filter((id) => !old.has(id));
    const removed = [...old.keys()].filter((id) => !now.has(id));
    const changed = [...now].filter(
      ([id, row]) => row.target_text !== (old.get(id) ?? row).target_text,
    );
    expect(new Set(added)).toEqual(changes?.added);
    expect(new Set(removed)).toEqual(changes?.removed);
    expect(new Set(changed.map(([id]) => id))).toEqual(changes?.changed);
    expect(Math.min(removed.length, changed.length)).toBeGreaterThan(0);
  });

  it("merges anonymous people into known ones, in one hop", async () => {
    const { rows, account } = await dump(second, series);
    const users = new Map(
      (await (await dump({ ...FIRST, kind: "full" })).rows("users")).map(
        (row) => [row.user_id, row.identity],
      ),
    );
    for (const row of await rows("users")) users.set(row.user_id, row.identity);
    const merges = await rows("user_migrations");
    expect(merges).toHaveLength(4);
    const from = new Set(merges.map((row) => row.from_user_id));
    expect(from.size).toBe(4);
    for (const { from_user_id, to_user_id } of merges) {
      expect(users.get(from_user_id) ?? null).toBeNull();
      expect(users.get(to_user_id)).toMatch(/@/);
      expect(from.has(to_user_id)).toBe(false);
    }
    expect(account.changes.get("user_migrations")?.added.size).toBe(4);
  });

  it("leads in a circle only when that is asked for", async () => {
    const { rows } = await dump({ ...second, hostileLoop: true }, series);
    const pairs = new Map(
      (await rows("user_migrations")).map((row) => [
        row.from_user_id,
        row.to_user_id,
      ]),
    );
    const looping = [...pairs].filter(([from, to]) => pairs.get(to) === from);
    expect(looping).toHaveLength(2);
  });

  it("brings a column that was not there before, empty for what is older", async () => {
    const { objects, rows } = await dump(second, series);
    const tables = readManifest(objects, 10).tables;
    expect(tables.find(({ name }) => name === "users")?.columns).toContain(
      "campaign",
    );
    const shared = (await rows("report_shared")).map((row) => row.campaign);
    expect(shared).toContain(null);
    expect(shared.some((value) => value !== null)).toBe(true);
  });

  it("comes to the same as a full one with everything, once all are put together", async () => {
    const first = await dump(FIRST);
    const next = await dump(second, series);
    const whole = await dump({ ...second, kind: "full" }, series);
    for (const { name } of whole.account.tables) {
      const key = name === "users" ? "user_id" : "event_id";
      if (name === "user_migrations") continue;
      const together = new Map<unknown, Row>();
      const isFull = readManifest(next.objects, 10).tables.some(
        (table) => table.name === name && !table.incremental,
      );
      const parts = isFull ? [next] : [first, next];
      for (const part of parts) {
        for (const row of await part.rows(name)) together.set(row[key], row);
      }
      const rows = await whole.rows(name);
      expect(new Set(together.keys())).toEqual(
        new Set(rows.map((row) => row[key])),
      );
      for (const row of rows) {
        expect(row).toMatchObject({ ...together.get(row[key]) });
      }
    }
  });

  it("goes on with a third, in which the second's rebuild holds", async () => {
    const third: DumpOptions = { users: 0, events: 20, kind: "full" };
    const settings = { earlier: [FIRST, second], withIds: true };
    const { account, rows } = await dump(third, settings);
    const { account: before } = await dump(second, series);
    expect(account.dumpId).toBe(11);
    const ids = await idsOf(rows("report_shared"), "event_id");
    for (const id of before.changes.get("report_shared")?.removed ?? []) {
      expect(ids.has(id)).toBe(false);
    }
  });

  it.each<[string, DumpOptions]>([
    ["an id that does not rise", { users: 0, events: 1, dumpId: 9 }],
    ["another seed", { users: 0, events: 1, seed: 4 }],
    ["more events than there are ids", { users: 0, events: 1_000_000 }],
    ["a table of no event", { users: 0, events: 1, rebuild: ["users"] }],
  ])("refuses %s", async (_what, options) => {
    await expect(dump(options, { earlier: [FIRST] })).rejects.toThrow(
      RangeError,
    );
  });
});

describe("a large dump", () => {
  it("is written to a folder without being held in memory", async () => {
    const folder = await mkdtemp(join(tmpdir(), "dump-test-"));
    try {
      const before = process.memoryUsage().heapUsed;
      let highest = 0;
      const target = folderTarget(folder);
      const watching = {
        open: async (key: string) => {
          const object = await target.open(key);
          const write = (bytes: Buffer) => {
            const { heapUsed, external } = process.memoryUsage();
            highest = Math.max(highest, heapUsed + external - before);
            return object.write(bytes);
          };
          return { ...object, write };
        },
      };
      const { tables } = await generateDump(
        watching,
        { users: 1_000, events: 200_000 },
        { form: { codec: "null" } },
      );
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      expect(rows).toBeGreaterThan(200_000);
      expect(await readdir(folder)).toEqual(["manifests", "sync_9"]);
      // As objects the rows take several times that.
      expect(highest).toBeLessThan(100 * 1024 * 1024);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
