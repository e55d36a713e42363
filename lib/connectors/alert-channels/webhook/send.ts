import { createHmac } from "node:crypto";
import type { Sender } from "../channel";
import { postJson } from "../post-json";
import { WebhookCredentials, WebhookSettings } from "./definition";
import { renderWebhook } from "./render";

const SECOND_MS = 1_000;

/** Signed anew at each try, so that the receiver can refuse what is old. */
export const sendToWebhook: Sender = ({ http }, target, outgoing) => {
  const { url } = WebhookSettings.parse(target.settings);
  const { secret } = WebhookCredentials.parse(target.credentials);
  const body = JSON.stringify(renderWebhook(outgoing));
  return postJson(http, {
    ...{ name: new URL(url).host, url, body },
    headers: {
      "sluice-event-id": outgoing.id,
      "sluice-signature": signatureOf(body, secret, new Date()),
    },
  });
};

function signatureOf(body: string, secret: string, at: Date): string {
  const t = Math.floor(at.getTime() / SECOND_MS);
  const v1 = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
  return `t=${t},v1=${v1}`;
}
