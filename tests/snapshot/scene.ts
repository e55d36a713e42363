import type { PoolClient } from "pg";
import { expect } from "vitest";
import type { Engine } from "../setup/engine";

export const TRIGGER = { kind: "schedule", cron: "0 3 * * *" };
type User = { user_id: string; identity?: string; properties?: object };

export const aUser = (id: number, plan = "free"): User => ({
  ...{ user_id: String(id), identity: `user-${id}@acme.io` },
  properties: { plan },
});

/** What tests do with syncs that compare users; the engine is started later. */
export function userScene(engine: () => Engine) {
  /** A sync of users to Identify calls, on a schedule. */
  const aUserSync = (definition: object = {}) =>
    engine().aLiveSync({
      ...{ stream: "users", action: "segment.identify", trigger: TRIGGER },
      ...definition,
    });

  /** Users as Heap Connect keeps them: new or changed in one commit. */
  async function putUsers(connectionId: string, users: readonly User[]) {
    await engine()
      .app.database()
      .pool.query(
        `INSERT INTO data.heap_user AS known (connection_id, user_id, identity, record, changed)
     SELECT $1, t.id, t.identity, t.record, c.change FROM (SELECT data.next_change($1) AS change) c,
       unnest($2::text[], $3::text[], $4::json[]) AS t (id, identity, record)
     ON CONFLICT (connection_id, user_id) DO UPDATE SET identity = excluded.identity, record = excluded.record,
       changed = excluded.changed, is_gone = false`,
        [
          connectionId,
          users.map((user) => user.user_id),
          users.map(({ identity }) => identity ?? null),
          users.map((user) => JSON.stringify(user)),
        ],
      );
  }

  const removeUsers = (connectionId: string, ids: readonly string[]) =>
    engine()
      .app.database()
      .pool.query(
        "UPDATE data.heap_user SET is_gone = true, changed = data.next_change($1) WHERE connection_id = $1 AND user_id = ANY($2)",
        [connectionId, ids],
      );

  /** Runs a sync now, to its end. */
  async function run(syncId: string, compare?: object) {
    const { app, ctx } = engine();
    const { id } = await app.startRun({
      ctx,
      input: { syncId, body: compare ? { compare } : {} },
    });
    expect(await engine().work(syncId)).toBe("idle");
    return app.getRun({ ctx, input: { id } });
  }

  async function publishWith(syncId: string, patch: object) {
    const { app, ctx } = engine();
    await app.updateSync({ ctx, input: { id: syncId, patch } });
    await app.publishSync({ ctx, input: { id: syncId } });
  }

  async function openRunsOf(syncId: string): Promise<number | null> {
    const { rowCount } = await engine()
      .app.database()
      .pool.query(
        "SELECT 1 FROM runs WHERE sync_id = $1 AND stopped_reading_at IS NULL",
        [syncId],
      );
    return rowCount;
  }

  /** Does something while another transaction has the sync's turn; what that did is committed. */
  async function whileLocked<T>(
    syncId: string,
    act: (client: PoolClient) => Promise<() => Promise<T>>,
  ): Promise<T> {
    const client = await engine().app.database().pool.connect();
    await client.query("BEGIN");
    await client.query(
      "SELECT 1 FROM data.cursor WHERE sync_id = $1 FOR UPDATE",
      [syncId],
    );
    const result = await act(client);
    await client.query("COMMIT");
    client.release();
    return result();
  }

  /** Until a statement waits for another transaction's lock. */
  const waitForLock = () =>
    expect
      .poll(async () => {
        const { rowCount } = await engine()
          .app.database()
          .pool.query(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
          );
        return rowCount;
      })
      .toBeGreaterThan(0);

  const sentTraits = async () =>
    (await engine().received()).map(({ userId, traits }) => [userId, traits]);

  return {
    aUserSync,
    putUsers,
    removeUsers,
    run,
    publishWith,
    openRunsOf,
    whileLocked,
    waitForLock,
    sentTraits,
  };
}
