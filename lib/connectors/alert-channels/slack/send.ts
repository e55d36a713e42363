import type { Sender } from "../channel";
import { postJson } from "../post-json";
import { SlackCredentials } from "./definition";
import { renderSlack } from "./render";

export const sendToSlack: Sender = ({ http }, target, { message }) =>
  postJson(http, {
    name: "Slack",
    url: SlackCredentials.parse(target.credentials).webhookUrl,
    body: JSON.stringify(renderSlack(message)),
  });
