import type pg from "pg";
import { database } from "../../db";
import { newId } from "../../ids";
import { storableText } from "../storable-text";

const KEPT_PER_CONNECTION = 1_000;
const TEXT_CHARACTERS_MAX = 4_096;

export type Refused = { index: number; message: string; text: string };

/** Keeps what ingest refused as dead letters of the connection: the newest, and cut to size. */
export async function keepRefused(
  connection: { id: string; workspaceId: string },
  refused: Refused[],
  client: Pick<pg.PoolClient, "query"> = database().pool,
): Promise<void> {
  if (refused.length === 0) return;
  const kept = refused.slice(-KEPT_PER_CONNECTION);
  await client.query(
    `INSERT INTO data.dead_letter (id, workspace_id, connection_id, record_key, outcome, code, message, record)
     SELECT id, $1, $2, '', 'refused', 'malformed', message, record
     FROM unnest($3::text[], $4::text[], $5::text[]) AS t (id, message, record)`,
    [
      connection.workspaceId,
      connection.id,
      kept.map(() => newId("dl")),
      kept.map(({ message }) => message),
      kept.map(({ text }) => storableText(text.slice(0, TEXT_CHARACTERS_MAX))),
    ],
  );
  await client.query(
    `DELETE FROM data.dead_letter WHERE id IN (
       SELECT id FROM data.dead_letter WHERE connection_id = $1 AND outcome = 'refused'
       ORDER BY created_at DESC, id DESC OFFSET $2)`,
    [connection.id, KEPT_PER_CONNECTION],
  );
}
