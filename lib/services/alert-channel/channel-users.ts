import type pg from "pg";
import type { AlertChannel } from "../../generated/prisma/client";
import { conflict } from "../../errors";

/** A sync, and the channels that its draft or newest version names, by id or name. */
export type ChannelUser = { name: string; channels: string[] };

const NAMES_SHOWN = 5;

/** The syncs of the workspace that name any channel. */
export async function findChannelUsers(
  client: pg.Pool | pg.PoolClient,
  workspaceId: string,
): Promise<ChannelUser[]> {
  const { rows } = await client.query<ChannelUser>(
    `SELECT s.name, array_agg(DISTINCT c.channel) AS channels
     FROM syncs s LEFT JOIN sync_versions v ON v.sync_id = s.id AND v.number = s.version
     CROSS JOIN LATERAL (VALUES (s.definition), (v.definition)) d (definition)
     CROSS JOIN LATERAL json_array_elements_text(
       CASE json_typeof(d.definition->'alerts'->'channels') WHEN 'array' THEN d.definition->'alerts'->'channels' ELSE '[]' END
     ) c (channel)
     WHERE s.workspace_id = $1 GROUP BY s.id ORDER BY s.name`,
    [workspaceId],
  );
  return rows;
}

/** Names of those of them that name this channel. */
export const usersOf = (
  { id, name }: Pick<AlertChannel, "id" | "name">,
  users: readonly ChannelUser[],
): string[] =>
  users
    .filter(({ channels }) =>
      channels.some((one) => one === id || one === name),
    )
    .map((user) => user.name);

/** Throws while a sync names it: its alerts would reach nobody. */
export async function requireUnused(
  client: pg.Pool | pg.PoolClient,
  channel: Pick<AlertChannel, "id" | "name" | "workspaceId">,
): Promise<void> {
  const users = usersOf(
    channel,
    await findChannelUsers(client, channel.workspaceId),
  );
  if (users.length === 0) return;
  const names = users.slice(0, NAMES_SHOWN).map((name) => `“${name}”`);
  const more = users.length - names.length;
  throw conflict(
    `${channel.name} is named in the alerts of ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}. Change that first.`,
  );
}
