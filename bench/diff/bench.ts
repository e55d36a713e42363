import { lessIsBetter, median, type Bench, type BenchResult } from "../bench";
import { aUserSync, compareOnce, startEngine, type Engine } from "./engine";

/** SLUICE_BENCH_USERS makes it shorter. */
const USERS = Number(process.env.SLUICE_BENCH_USERS ?? 1_000_000);
/** One in so many changes between two runs. */
const CHANGES_ONE_IN = 200;
const ROUNDS = 5;

/**
 * How long it takes to find who is to be sent, where 0.5 % of a sync's users
 * changed since its last run: mapped, compared with the snapshot, and appended to
 * the sync's log. Beside it one plain scan of that snapshot.
 */
export const diffBench: Bench = { name: "diff", run };

async function run(): Promise<BenchResult[]> {
  const engine = await startEngine();
  try {
    const tenth = await measure(engine, "diff-tenth", USERS / 10);
    const all = await measure(engine, "diff", USERS);
    console.error(
      `  ten times as many take ${(all.ours / tenth.ours).toFixed(1)} times as long`,
    );
    return [tenth, all];
  } finally {
    await engine.stop();
  }
}

async function measure(
  engine: Engine,
  bench: string,
  users: number,
): Promise<BenchResult> {
  const { syncId, heapId } = await aUserSync(engine, bench);
  await putUsers(engine, heapId, users);
  const firstMs = await compareOnce(engine, syncId);
  console.error(
    `  ${users.toLocaleString("en")} users for the first time: ${(firstMs / 1_000).toFixed(1)} s`,
  );
  await engine.pool.query("VACUUM ANALYZE data.snapshot, data.heap_user");
  const oursMs: number[] = [];
  const scanMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await changeUsers(engine, heapId, round);
    scanMs.push(await scanOnce(engine, syncId));
    oursMs.push(await compareOnce(engine, syncId));
  }
  const unit = `ms (${users.toLocaleString("en")} users)`;
  return lessIsBetter(bench, unit, median(oursMs), {
    "one-scan": median(scanMs),
  });
}

async function scanOnce({ pool }: Engine, syncId: string): Promise<number> {
  const startedAt = performance.now();
  await pool.query("SELECT count(hash) FROM data.snapshot WHERE sync_id = $1", [
    syncId,
  ]);
  return performance.now() - startedAt;
}

const putUsers = ({ pool }: Engine, heapId: string, users: number) =>
  pool.query(
    `INSERT INTO data.heap_user (connection_id, user_id, identity, email, record, changed)
     SELECT $1, id, mail, mail, json_build_object('user_id', id, 'identity', mail, 'email', mail, 'last_modified', '2026-11-01T10:00:00Z',
         'properties', json_build_object('plan', 'free', 'seats', n % 50, 'company', 'Company ' || n % 1000)), c.change
     FROM (SELECT data.next_change($1) AS change) AS c, (SELECT n, (7000000000000000 + n::bigint * 7919)::text AS id, 'user-' || n || '@acme.io' AS mail FROM generate_series(1, $2::int) AS n) AS t`,
    [heapId, users],
  );

const changeUsers = ({ pool }: Engine, heapId: string, round: number) =>
  pool.query(
    `UPDATE data.heap_user SET changed = c.change, record = json_build_object('user_id', user_id, 'identity', identity, 'email', email,
         'last_modified', '2026-11-02T10:00:00Z', 'properties', json_build_object('plan', 'round ' || $2::int))
     FROM (SELECT data.next_change($1) AS change) AS c
     WHERE connection_id = $1 AND hashtext(user_id || $2) % ${CHANGES_ONE_IN} = 0`,
    [heapId, round],
  );
