import { database } from "../../db";
import type { Run } from "../../generated/prisma/client";
import type { SyncDefinition } from "../../sync/definition";
import { logStream } from "../../sync/snapshot";
import { ITEM_RECORD, ITEM_SOURCE } from "../replay/read-letters";

/** A record of a chunk that is neither a dead letter nor pending. */
export type DerivedRow = {
  /** Where it stands in what the run took; a page goes on after it. */
  id: string;
  record_key: string;
  received_at: Date;
  event: string;
  person: string | null;
  generation: number;
  /** Null when it is no longer kept; then `call` is what was sent. */
  payload: string | null;
  call: string | null;
  chunk: number;
  plan_revision: number | null;
};

type ReadRows = (page: {
  after: string | null;
  q: string | null;
  limit: number;
}) => Promise<DerivedRow[]>;

type ReplayRow = {
  kind: "letters" | "inbox";
  generation: number;
  event: string | null;
  q: string | null;
  from_at: Date;
  to_at: Date;
};

/** How to read the records that a run took, page by page: from the inbox, or from the dead letters that it replayed. */
export async function derivedReader(
  run: Run,
  definition: SyncDefinition,
): Promise<ReadRows> {
  const { connection } = definition.source;
  const log = { connection, stream: logStream(definition, run.syncId) };
  const { rows } = await database().pool.query<ReplayRow>(
    "SELECT kind, generation::float8 AS generation, event, q, from_at, to_at FROM data.replay WHERE run_id = $1",
    [run.id],
  );
  const replay = rows[0] ?? null;
  return replay?.kind === "letters"
    ? (page) => readItems(run, page)
    : (page) => readInbox(run, log, replay, page);
}

async function readInbox(
  run: Run,
  log: { connection: string; stream: string },
  replay: ReplayRow | null,
  { after, q, limit }: Parameters<ReadRows>[0],
): Promise<DerivedRow[]> {
  const { rows } = await database().pool.query<DerivedRow>(
    `SELECT i.id, i.record_key, i.received_at, i.event, NULL AS person, $7::float8 + i.generation AS generation, i.payload::text AS payload, NULL AS call,
       c.number AS chunk, c.plan_revision
     FROM data.inbox i JOIN chunks c ON c.run_id = $1 AND c.kind IN ('read', 'replay') AND i.id > c.from_position AND i.id <= c.to_position
     WHERE i.connection_id = $2 AND i.stream = $3 AND ($4::bigint IS NULL OR i.id > $4)
       AND ($6::text IS NULL OR position(lower($6) IN lower(concat_ws(' ', i.record_key, i.payload::text))) > 0)
       AND ($8::text IS NULL OR i.event = $8) AND ($9::text IS NULL OR position(lower($9) IN lower(i.payload::text)) > 0)
       AND ($10::timestamptz IS NULL OR i.received_at >= $10) AND ($11::timestamptz IS NULL OR i.received_at < $11)
       AND NOT EXISTS (SELECT 1 FROM data.dead_letter d WHERE d.run_id = $1 AND d.inbox_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM data.pending p WHERE p.run_id = $1 AND p.inbox_id = i.id)
     ORDER BY i.id LIMIT $5`,
    [
      ...[run.id, log.connection, log.stream, after, limit, q],
      ...[replay?.generation ?? 0, replay?.event ?? null, replay?.q ?? null],
      ...[replay?.from_at ?? null, replay?.to_at ?? null],
    ],
  );
  return rows;
}

async function readItems(
  run: Run,
  { after, q, limit }: Parameters<ReadRows>[0],
): Promise<DerivedRow[]> {
  const { rows } = await database().pool.query<DerivedRow>(
    `SELECT i.position AS id, i.record_key, coalesce(kept.received_at, d.created_at) AS received_at, coalesce(d.event, '') AS event, d.person,
       i.generation::float8 AS generation, ${ITEM_RECORD} AS payload, d.payload AS call, c.number AS chunk, c.plan_revision
     FROM ${ITEM_SOURCE}
     JOIN chunks c ON c.run_id = i.run_id AND c.kind = 'replay' AND i.position > c.from_position AND i.position <= c.to_position
     WHERE i.run_id = $1 AND ($2::bigint IS NULL OR i.position > $2)
       AND ($3::text IS NULL OR position(lower($3) IN lower(concat_ws(' ', i.record_key, d.person, ${ITEM_RECORD}))) > 0)
       AND NOT EXISTS (SELECT 1 FROM data.dead_letter n WHERE n.run_id = $1 AND n.record_key = i.record_key)
       AND NOT EXISTS (SELECT 1 FROM data.pending p WHERE p.run_id = $1 AND p.record_key = i.record_key)
     ORDER BY i.position LIMIT $4`,
    [run.id, after, q, limit],
  );
  return rows;
}
