import { createHash } from "node:crypto";
import type { Outgoing, Sender, SendResult } from "../channel";
import { postJson } from "../post-json";
import {
  enqueueUrl,
  PagerDutyCredentials,
  PagerDutySettings,
} from "./definition";
import { renderResolve, renderTrigger } from "./render";

const DEDUP_KEY_MAX = 255;
const BAD_REQUEST = 400;

/** A test opens an incident of severity “info” and closes it again. */
export const sendToPagerDuty: Sender = async ({ http }, target, outgoing) => {
  const url = enqueueUrl(PagerDutySettings.parse(target.settings));
  const { integrationKey } = PagerDutyCredentials.parse(target.credentials);
  let result: SendResult | null = null;
  for (const event of eventsOf(outgoing, integrationKey)) {
    result = forChannel(
      await postJson(http, {
        ...{ name: "PagerDuty", url, body: JSON.stringify(event) },
      }),
    );
    if (result.outcome !== "sent") return result;
  }
  if (result === null) throw new Error("A notification is one event at least");
  return result;
};

function eventsOf({ message }: Outgoing, routingKey: string): object[] {
  const dedupKey = dedupKeyOf(message.alertKey);
  const trigger = () => renderTrigger(message, routingKey, dedupKey);
  const resolve = () => renderResolve(routingKey, dedupKey);
  if (message.kind === "trigger") return [trigger()];
  return message.kind === "resolve" ? [resolve()] : [trigger(), resolve()];
}

/** A key that PagerDuty would refuse for its length keeps its meaning as a hash. */
function dedupKeyOf(alertKey: string): string {
  return alertKey.length <= DEDUP_KEY_MAX
    ? alertKey
    : createHash("sha256").update(alertKey).digest("hex");
}

/** A wrong key is answered like a malformed event, but somebody can mend it. */
function forChannel(result: SendResult): SendResult {
  return result.status === BAD_REQUEST && /routing.?key/i.test(result.detail)
    ? { ...result, outcome: "later" }
    : result;
}
