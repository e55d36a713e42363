import type {
  Outgoing,
  SendResult,
} from "../../connectors/alert-channels/channel";
import { tryLater } from "../../connectors/alert-channels/post-json";
import type { ChannelKind } from "../../connectors/alert-channels/registry";
import { senders } from "../../connectors/alert-channels/senders";
import type { AlertChannel } from "../../generated/prisma/client";
import { logger } from "../../logger";
import { openCredentials } from "../connection/connection-row";
import { outbound, outboundConnect } from "../outbound";
import { storableText } from "../storable-text";

export type TimedResult = SendResult & { tookMs: number };

/** Sends one notification over its channel, once. Never throws; the detail holds no credential. */
export async function sendOver(
  channel: AlertChannel,
  outgoing: Outgoing,
): Promise<TimedResult> {
  const startedAt = Date.now();
  const result = await tryToSend(channel, outgoing);
  return { ...result, tookMs: Date.now() - startedAt };
}

async function tryToSend(
  channel: AlertChannel,
  outgoing: Outgoing,
): Promise<SendResult> {
  const ways = { http: outbound(), connect: outboundConnect() };
  try {
    const credentials = openCredentials(channel);
    const target = { settings: channel.settings, credentials };
    const send = senders[channel.kind as ChannelKind];
    const result = await send(ways, target, outgoing);
    return { ...result, detail: cleaned(result.detail, credentials) };
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    logger.error(
      { channelId: channel.id, notificationId: outgoing.id, reason: name },
      "a notification could not be sent",
    );
    return tryLater("Sluice could not send it, by a fault of its own.");
  }
}

/** Some servers echo what they were sent. */
function cleaned(detail: string, credentials: Record<string, unknown>): string {
  const secrets = Object.values(credentials).filter(
    (one): one is string => typeof one === "string" && one !== "",
  );
  return storableText(
    secrets.reduce((text, secret) => text.replaceAll(secret, "…"), detail),
  );
}
