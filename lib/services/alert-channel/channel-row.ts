import {
  channels,
  checksTogether,
  type ChannelKind,
} from "../../connectors/alert-channels/registry";
import { database } from "../../db";
import { AppError, notFound } from "../../errors";
import type { AlertChannel } from "../../generated/prisma/client";
import { namesOfCredentials, parseParts } from "../connection/connection-row";
import type { Context } from "../context";
import { findChannelUsers, usersOf } from "./channel-users";
import { AlertChannelDto } from "./schemas";

type State = Pick<AlertChannelDto, "waiting" | "last">;
const UNUSED: State = { waiting: 0, last: null };

/** The channel of this workspace with this id, or else its name. */
export async function findChannel(
  ctx: Context,
  idOrName: string,
): Promise<AlertChannel> {
  const found = await database().prisma.alertChannel.findFirst({
    where: {
      workspaceId: ctx.workspaceId,
      OR: [{ id: idOrName }, { name: idOrName }],
    },
  });
  if (found === null) throw notFound("alert channel");
  return found;
}

/** Throws when another channel of the workspace has this name. */
export async function requireFreeChannelName(
  ctx: Context,
  name: string,
  ownId: string | null,
): Promise<void> {
  const other = await database().prisma.alertChannel.findFirst({
    where: { workspaceId: ctx.workspaceId, name },
  });
  if (other === null || other.id === ownId) return;
  const message = `There is a channel named ${name} already`;
  throw new AppError("conflict", `${message}.`, {
    problems: [{ path: "name", message }],
  });
}

/** Parses settings and credentials by the kind's schemas; throws all problems at once. */
export function parseChannel(
  kind: ChannelKind,
  settings: unknown,
  credentials: unknown,
) {
  const name = "The alert channel";
  const parsed = parseParts(channels[kind], settings, credentials, name);
  const problems =
    checksTogether[kind]?.(parsed.settings, parsed.credentials) ?? [];
  if (problems.length > 0)
    throw new AppError("bad_request", `${name} has problems.`, { problems });
  return parsed;
}

/** With how each is doing, in one question for all. */
export async function toChannelDtos(
  rows: readonly AlertChannel[],
  workspaceId: string,
): Promise<AlertChannelDto[]> {
  const [states, users] = await Promise.all([
    statesOf(rows.map(({ id }) => id)),
    findChannelUsers(database().pool, workspaceId),
  ]);
  return rows.map((row) =>
    AlertChannelDto.parse({
      ...{ id: row.id, name: row.name, kind: row.kind },
      settings: row.settings,
      credentialsSet: namesOfCredentials(row),
      createdAt: row.createdAt.toISOString(),
      usedBy: usersOf(row, users),
      ...(states.get(row.id) ?? UNUSED),
    }),
  );
}

export async function toChannelDto(
  row: AlertChannel,
): Promise<AlertChannelDto> {
  const [dto] = await toChannelDtos([row], row.workspaceId);
  if (dto === undefined) throw new Error("A channel has one answer");
  return dto;
}

async function statesOf(channelIds: string[]): Promise<Map<string, State>> {
  const { rows } = await database().pool.query<{
    id: string;
    waiting: number;
    last: { status: string; at: string; detail: string | null } | null;
  }>(
    `SELECT c.id,
       (SELECT count(*)::int FROM data.notification n WHERE n.channel_id = c.id AND n.status = 'waiting') AS waiting,
       (SELECT json_build_object('status', n.status, 'at', a.at, 'detail', a.detail)
        FROM data.notification n JOIN data.notification_attempt a ON a.notification_id = n.id
        WHERE n.channel_id = c.id ORDER BY a.at DESC LIMIT 1) AS last
     FROM unnest($1::text[]) AS c (id)`,
    [channelIds],
  );
  return new Map(
    rows.map(({ id, ...state }) => [
      id,
      AlertChannelDto.pick({ waiting: true, last: true }).parse(state),
    ]),
  );
}
