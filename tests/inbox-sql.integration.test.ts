import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./setup/test-database";

const CONNECTION = "con_1";
const TODAY = "2026-11-23";

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: true });
  pool = new pg.Pool({ connectionString: database.url, max: 10 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

type Queryable = Pick<pg.Pool, "query">;

async function append(
  keys: string[],
  {
    on = pool,
    day = TODAY,
    connection = CONNECTION,
  }: { on?: Queryable; day?: string; connection?: string } = {},
): Promise<number[]> {
  const hashes = keys.map((key) =>
    createHash("sha256").update(key).digest("hex").slice(0, 32),
  );
  const texts = keys.map((key) => JSON.stringify({ key }));
  const { rows } = await on.query<{ taken: number[] }>(
    "SELECT data.append_inbox($1, 'events', $2, $3, $4, $4, $5) AS taken",
    [connection, day, hashes, keys, texts],
  );
  return rows[0]?.taken ?? [];
}

async function barrier(connection = CONNECTION): Promise<bigint> {
  const { rows } = await pool.query<{ high: string }>(
    "SELECT data.inbox_barrier($1) AS high",
    [connection],
  );
  return BigInt(rows[0]?.high ?? -1);
}

async function keysBetween(low: bigint, high: bigint): Promise<string[]> {
  const { rows } = await pool.query<{ record_key: string }>(
    `SELECT record_key FROM data.inbox
     WHERE connection_id = $1 AND stream = 'events' AND id > $2 AND id <= $3 ORDER BY id`,
    [CONNECTION, low, high],
  );
  return rows.map((row) => row.record_key);
}

describe("the inbox", () => {
  it("answers which records were new, in a batch and over time", async () => {
    expect(await append(["a", "b", "a"])).toEqual([1, 2]);
    expect(await append(["b", "c"])).toEqual([2]);
  });

  it("keeps connections apart", async () => {
    expect(await append(["a"], { connection: "con_other" })).toEqual([1]);
  });

  it("takes a repeat again once its seven days are over", async () => {
    expect(await append(["old"], { day: "2026-11-01" })).toEqual([1]);
    expect(await append(["old"], { day: "2026-11-08" })).toEqual([]);
    expect(await append(["old"], { day: "2026-11-09" })).toEqual([1]);
  });

  it("makes the partition of a day when its first record comes, once", async () => {
    const days = Array.from(
      { length: 31 },
      (_, index) => `2026-12-${String(index + 1).padStart(2, "0")}`,
    );
    for (const day of days) {
      await Promise.all(
        ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"].map((key) =>
          append([`${key}-${day}`], { day }),
        ),
      );
    }
    const { rows } = await pool.query(
      "SELECT 1 FROM pg_class WHERE relname = 'inbox_20261231'",
    );
    expect(rows).toHaveLength(1);
  });

  it("counts a record once when many append it at the same time", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => append(["same", "also"])),
    );
    expect(answers.flat().sort()).toEqual([1, 2]);
  });
});

describe("reading without gaps", () => {
  it("waits for whoever drew a smaller id and has not committed yet", async () => {
    const start = await barrier();
    const late = await pool.connect();
    await late.query("BEGIN");
    await append(["late"], { on: late });
    await append(["early"]);
    let answered = false;
    const high = barrier().then((value) => {
      answered = true;
      return value;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(answered).toBe(false);
    await late.query("COMMIT");
    late.release();
    expect(await keysBetween(start, await high)).toEqual(["late", "early"]);
  });

  it("does not wait for an open transaction of somebody else", async () => {
    const foreign = await pool.connect();
    await foreign.query("BEGIN");
    await append(["foreign"], { on: foreign, connection: "con_foreign" });
    await foreign.query("SELECT pg_current_xact_id()");
    const start = await barrier();
    await append(["free"]);
    expect(await keysBetween(start, await barrier())).toEqual(["free"]);
    await foreign.query("ROLLBACK");
    foreign.release();
  });

  it("skips the ids of a transaction that rolled back, and no others", async () => {
    const start = await barrier();
    const lost = await pool.connect();
    await lost.query("BEGIN");
    await append(["rolled-back"], { on: lost });
    await lost.query("ROLLBACK");
    lost.release();
    expect(await append(["rolled-back"])).toEqual([1]);
    expect(await keysBetween(start, await barrier())).toEqual(["rolled-back"]);
  });

  it("reads every record exactly once while many writers append", async () => {
    let position = await barrier();
    const read: string[] = [];
    const progress = { writing: true };
    const reader = (async () => {
      for (let last = false; !last;) {
        last = !progress.writing;
        const high = await barrier();
        read.push(...(await keysBetween(position, high)));
        position = high;
      }
    })();
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn += 1) {
        await append([`w${writer}-${turn}-x`, `w${writer}-${turn}-y`]);
      }
    });
    await Promise.all(writers);
    progress.writing = false;
    await reader;
    expect(read).toHaveLength(300);
    expect(new Set(read).size).toBe(300);
  });
});

describe("the books", () => {
  it("can't be committed unbalanced", async () => {
    await pool.query(
      `INSERT INTO workspaces (id, name, slug) VALUES ('wsp_1', 'A', 'a');
       INSERT INTO connections (id, workspace_id, name, kind, settings, credentials)
         VALUES ('con_h', 'wsp_1', 'h', 'heap', '{}', '{}'), ('con_s', 'wsp_1', 's', 'segment', '{}', '{}');
       INSERT INTO syncs (id, workspace_id, name, definition, source_connection_id, destination_connection_id)
         VALUES ('syn_1', 'wsp_1', 'S', '{}', 'con_h', 'con_s');
       INSERT INTO runs (id, workspace_id, sync_id, number, version, status, trigger)
         VALUES ('run_1', 'wsp_1', 'syn_1', 1, 1, 'running', 'stream')`,
    );
    await expect(
      pool.query("UPDATE runs SET read = 2, delivered = 1 WHERE id = 'run_1'"),
    ).rejects.toThrow("runs_balanced");
    await pool.query(
      "UPDATE runs SET read = 2, delivered = 1, pending = 1 WHERE id = 'run_1'",
    );
  });

  it("have one run of a sync reading at a time", async () => {
    await expect(
      pool.query(
        `INSERT INTO runs (id, workspace_id, sync_id, number, version, status, trigger)
         VALUES ('run_2', 'wsp_1', 'syn_1', 2, 1, 'running', 'stream')`,
      ),
    ).rejects.toThrow("runs_one_reading");
  });
});
