import { database } from "../../db";
import { newId } from "../../ids";
import { sealCredentials } from "../connection/connection-row";
import { asJson } from "../connection/create";
import { requireRole, type VerbArgs } from "../context";
import {
  parseChannel,
  requireFreeChannelName,
  toChannelDto,
} from "./channel-row";
import { madeSecret } from "./made-secret";
import { CreateAlertChannelInput, type NewAlertChannelDto } from "./schemas";

/** Makes a channel. A webhook's secret that Sluice makes is in this answer and nowhere else. */
export async function createAlertChannel({
  ctx,
  input,
}: VerbArgs<unknown>): Promise<NewAlertChannelDto> {
  requireRole(ctx, "admin");
  const given = CreateAlertChannelInput.parse(input);
  const { name, kind } = given;
  const secret = madeSecret(kind, given.credentials);
  const { settings, credentials } = parseChannel(kind, given.settings, {
    ...given.credentials,
    ...(secret === null ? {} : { secret }),
  });
  await requireFreeChannelName(ctx, name, null);
  const owner = { id: newId("chn"), workspaceId: ctx.workspaceId };
  const row = await database().prisma.alertChannel.create({
    data: {
      ...{ ...owner, name, kind },
      settings: asJson(settings),
      credentials: sealCredentials(owner, credentials),
    },
  });
  return { ...(await toChannelDto(row)), secret };
}
