import type pg from "pg";

/** Whether a sync is still live, by the version that it was seen with. The caller holds its cursor, as a publish and a pause do. */
export async function isLiveAs(
  client: Pick<pg.PoolClient, "query">,
  { id, version }: { id: string; version: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM syncs WHERE id = $1 AND status = 'live' AND version = $2",
    [id, version],
  );
  return rowCount === 1;
}
