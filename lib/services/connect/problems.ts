import type pg from "pg";
import { database } from "../../db";

export type ProblemPlace = {
  connectionId: string;
  /** Empty: of the dump's manifest. */
  table: string;
  dumpId: number;
  file: string;
};

/** Remembers that a file can't be read as it is; each import tries it again. */
export async function keepProblem(
  { connectionId, table, dumpId, file }: ProblemPlace,
  message: string,
  client: Pick<pg.PoolClient, "query"> = database().pool,
): Promise<void> {
  await client.query(
    `INSERT INTO data.connect_problem (connection_id, table_name, dump_id, file, message) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (connection_id, dump_id, table_name, file) DO UPDATE SET message = excluded.message, at = now()`,
    [connectionId, table, dumpId, file, message],
  );
}

/** It could be read after all. */
export async function solveProblem(place: ProblemPlace): Promise<void> {
  const { connectionId, table, dumpId, file } = place;
  await database().pool.query(
    `DELETE FROM data.connect_problem WHERE connection_id = $1 AND table_name = $2 AND dump_id = $3 AND file = $4`,
    [connectionId, table, dumpId, file],
  );
}
