import type { Sender } from "../channel";
import { postJson } from "../post-json";
import { TeamsCredentials } from "./definition";
import { renderTeams } from "./render";

export const sendToTeams: Sender = ({ http }, target, { message }) =>
  postJson(http, {
    name: "Teams",
    url: TeamsCredentials.parse(target.credentials).webhookUrl,
    body: JSON.stringify(renderTeams(message)),
  });
