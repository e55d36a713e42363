import type pg from "pg";
import { database } from "../../db";
import { FencedError } from "../delivery/work";

type Common = {
  runId: string;
  syncId: string;
  version: number;
  /** Where it stood when this execution took it; the commit is fenced by both. */
  position: string;
  owner: string;
};
export type LettersReplay = Common & { kind: "letters" };
export type InboxReplay = Common & {
  kind: "inbox";
  /** Is added to the generations of its records. */
  generation: number;
  connectionId: string;
  stream: string;
  toId: string;
  fromAt: Date;
  toAt: Date;
  event: string | null;
  q: string | null;
};
export type Replay = LettersReplay | InboxReplay;

type Row = {
  sync_id: string;
  version: number;
  kind: "letters" | "inbox";
  position: string;
  generation: number;
  connection_id: string;
  stream: string;
  to_id: string;
  from_at: Date;
  to_at: Date;
  event: string | null;
  q: string | null;
};

/** Takes a replay for one chunk. Null when its run has ended, or is none. */
export async function claimReplay(
  runId: string,
  owner: string,
): Promise<Replay | null> {
  const { rows } = await database().pool.query<Row>(
    `UPDATE data.replay p SET owner = $2, owned_at = now() FROM runs r
     WHERE p.run_id = $1 AND r.id = p.run_id AND r.stopped_reading_at IS NULL AND r.finished_at IS NULL
     RETURNING p.sync_id, r.version, p.kind, p.position, p.generation::float8 AS generation, p.connection_id, p.stream, p.to_id, p.from_at, p.to_at, p.event, p.q`,
    [runId, owner],
  );
  const [row] = rows;
  return row === undefined ? null : toReplay(row, runId, owner);
}

/** Lets go of a replay, booked or not: nothing of this execution is under way any more. */
export async function releaseReplay({ runId, owner }: Replay): Promise<void> {
  await database().pool.query(
    "UPDATE data.replay SET owner = NULL WHERE run_id = $1 AND owner = $2",
    [runId, owner],
  );
}

function toReplay(row: Row, runId: string, owner: string): Replay {
  const { version, position } = row;
  const common = { runId, owner, version, position, syncId: row.sync_id };
  if (row.kind === "letters") return { ...common, kind: "letters" };
  const { generation, stream, event, q } = row;
  return {
    ...common,
    ...{ kind: "inbox", generation, stream, event, q },
    connectionId: row.connection_id,
    toId: row.to_id,
    fromAt: row.from_at,
    toAt: row.to_at,
  };
}

/** Moves a replay on, only if it still stands where the chunk began and is still ours. */
export async function moveReplay(
  client: pg.PoolClient,
  { runId, position, owner }: Replay,
  to: string,
): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE data.replay SET position = $4 WHERE run_id = $1 AND position = $2 AND owner = $3",
    [runId, position, owner, to],
  );
  if (rowCount !== 1)
    throw new FencedError("The replay was taken by another execution");
}
