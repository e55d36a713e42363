import { z } from "zod";
import type { ChannelKind } from "../../connectors/alert-channels/registry";
import { database } from "../../db";
import { wakeNotifications } from "../alert/notify";
import { openCredentials, sealCredentials } from "../connection/connection-row";
import { asJson } from "../connection/create";
import { requireRole, type VerbArgs } from "../context";
import {
  findChannel,
  parseChannel,
  requireFreeChannelName,
  toChannelDto,
} from "./channel-row";
import { madeSecret } from "./made-secret";
import { requireUnused } from "./channel-users";
import { UpdateAlertChannelInput, type NewAlertChannelDto } from "./schemas";

const Settings = z.record(z.string(), z.unknown());

/**
 * Merges the patch; what waits for this channel is tried at once. A webhook
 * whose secret is taken away gets a new one, which only this answer shows.
 */
export async function updateAlertChannel({
  ctx,
  input,
}: VerbArgs<{ id: string; patch: unknown }>): Promise<NewAlertChannelDto> {
  requireRole(ctx, "admin");
  const patch = UpdateAlertChannelInput.parse(input.patch);
  const row = await findChannel(ctx, input.id);
  const name = patch.name ?? row.name;
  if (name !== row.name) {
    await requireFreeChannelName(ctx, name, row.id);
    // Definitions name it: under another name their alerts would reach nobody.
    await requireUnused(database().pool, row);
  }
  const kind = row.kind as ChannelKind;
  const credentials = { ...openCredentials(row), ...patch.credentials };
  const secret = madeSecret(kind, credentials);
  const merged = parseChannel(
    kind,
    { ...Settings.parse(row.settings), ...patch.settings },
    secret === null ? credentials : { ...credentials, secret },
  );
  const updated = await database().prisma.alertChannel.update({
    where: { id: row.id },
    data: {
      name,
      settings: asJson(merged.settings),
      credentials: sealCredentials(row, merged.credentials),
    },
  });
  await tryWaitingNow(row.id);
  return { ...(await toChannelDto(updated)), secret };
}

async function tryWaitingNow(channelId: string): Promise<void> {
  const { rowCount } = await database().pool.query(
    "UPDATE data.notification SET next_at = now() WHERE channel_id = $1 AND status = 'waiting' AND next_at > now()",
    [channelId],
  );
  if ((rowCount ?? 0) > 0) await wakeNotifications();
}
