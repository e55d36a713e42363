import { database } from "../db";

/** The names of people and API keys by their ids, for those who read who did something. */
export async function actorNames(
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database().pool.query<{ id: string; name: string }>(
    `SELECT u.id, u.name FROM users u JOIN memberships m ON m.user_id = u.id AND m.workspace_id = $1 WHERE u.id = ANY($2)
     UNION ALL SELECT id, name FROM api_keys WHERE workspace_id = $1 AND id = ANY($2)`,
    [workspaceId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
