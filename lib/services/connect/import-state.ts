import type pg from "pg";
import { database, inTransaction } from "../../db";
import { newSecret } from "../../ids";

export type ImportClaim = {
  connectionId: string;
  owner: string;
  /** How often the bucket or the warehouse was exchanged. */
  epoch: number;
  isReading: boolean;
  isPaused: boolean;
};

/** Another execution took the import, or somebody paused it: what this one read must not be booked. */
export class ImportTakenError extends Error {
  override readonly name = "ImportTakenError";
}

/**
 * Takes a connection's import for this execution; whoever held it can't commit any
 * more. Of another bucket or warehouse than before everything is read; what is known of the
 * rows stays, so that only differences are taken in.
 */
export async function claimImport(
  connectionId: string,
  source: string,
): Promise<ImportClaim> {
  const owner = newSecret();
  return inTransaction(async (client) => {
    await client.query(
      "INSERT INTO data.connect_import (connection_id, bucket) VALUES ($1, $2) ON CONFLICT DO NOTHING",
      [connectionId, source],
    );
    const { rows } = await client.query<{ is_other: boolean }>(
      "SELECT bucket <> $2 AS is_other FROM data.connect_import WHERE connection_id = $1 FOR UPDATE",
      [connectionId, source],
    );
    if (rows[0]?.is_other === true) await forgetDumps(client, connectionId);
    const claimed = await client.query<Omit<ImportClaim, "connectionId">>(
      `UPDATE data.connect_import SET owner = $2, bucket = $3 WHERE connection_id = $1
       RETURNING owner, epoch, state = 'reading' AS "isReading", paused_at IS NOT NULL AS "isPaused"`,
      [connectionId, owner, source],
    );
    const [claim] = claimed.rows;
    if (claim === undefined)
      throw new ImportTakenError("The connection is gone");
    return { ...claim, connectionId };
  });
}

async function forgetDumps(
  client: Pick<pg.PoolClient, "query">,
  connectionId: string,
): Promise<void> {
  for (const statement of [
    "DELETE FROM data.connect_dump WHERE connection_id = $1",
    "DELETE FROM data.connect_problem WHERE connection_id = $1",
    "UPDATE data.connect_table SET dump_id = NULL, files_read = 0, next_byte = 0, position = NULL, covered_at = NULL WHERE connection_id = $1",
    "UPDATE data.connect_import SET state = 'idle', epoch = epoch + 1, started_at = NULL, finished_at = NULL WHERE connection_id = $1",
  ])
    await client.query(statement, [connectionId]);
}

/** Locks the import until the transaction ends. Throws ImportTakenError. */
export async function requireImport(
  client: Pick<pg.PoolClient, "query">,
  { connectionId, owner }: ImportClaim,
): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM data.connect_import WHERE connection_id = $1 AND owner = $2 AND paused_at IS NULL FOR UPDATE`,
    [connectionId, owner],
  );
  if (rowCount !== 1)
    throw new ImportTakenError("The import is another execution's by now");
}

/** An import begins: what the last one failed at is tried again. */
export async function beginImport({
  connectionId,
  owner,
}: ImportClaim): Promise<void> {
  await database().pool.query(
    `UPDATE data.connect_import SET state = 'reading', asked_at = NULL, started_at = now(), finished_at = NULL, files_done = 0, files_total = 0,
       error = NULL, failed_at = NULL WHERE connection_id = $1 AND owner = $2`,
    [connectionId, owner],
  );
}

/** Reading goes on: of how many files. */
export async function noteFilesTotal(
  { connectionId, owner }: ImportClaim,
  filesLeft: number,
): Promise<void> {
  await database().pool.query(
    `UPDATE data.connect_import SET files_total = files_done + $3, error = NULL WHERE connection_id = $1 AND owner = $2`,
    [connectionId, owner, filesLeft],
  );
}

/** Answers whether somebody asked for another one meanwhile. */
export async function endImport({
  connectionId,
  owner,
}: ImportClaim): Promise<boolean> {
  const { rows } = await database().pool.query<{ is_asked: boolean }>(
    `UPDATE data.connect_import SET state = 'idle', finished_at = now(), crowded_at = NULL
     WHERE connection_id = $1 AND owner = $2 RETURNING asked_at IS NOT NULL AS is_asked`,
    [connectionId, owner],
  );
  return rows[0]?.is_asked === true;
}

/** What is read gave no answer that counts: for people, until it does. */
export async function noteImportFailure(
  { connectionId, owner }: ImportClaim,
  message: string,
): Promise<void> {
  await database().pool.query(
    `UPDATE data.connect_import SET state = 'idle', error = $3, failed_at = now(), finished_at = now() WHERE connection_id = $1 AND owner = $2`,
    [connectionId, owner, message],
  );
}

/** Live traffic goes first: since when the import stands back. */
export async function noteCrowded(
  { connectionId, owner }: ImportClaim,
  isCrowded: boolean,
): Promise<void> {
  await database().pool.query(
    `UPDATE data.connect_import SET crowded_at = CASE WHEN $3 THEN coalesce(crowded_at, now()) END
     WHERE connection_id = $1 AND owner = $2 AND (crowded_at IS NOT NULL) <> $3`,
    [connectionId, owner, isCrowded],
  );
}
