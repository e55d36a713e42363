import { askedWaitSeconds } from "../../alerts/retry";
import { truncate } from "../../alerts/truncate";
import { ConnectorError } from "../connector-error";
import type { Http, HttpAnswer } from "../http";
import { classifyStatus } from "../../sync/fault";
import type { SendResult } from "./channel";

const SAID_CHARACTERS_MAX = 200;
const ANSWER_BYTES_MAX = 65_536;
const TOO_MANY_REQUESTS = 429;

type Post = {
  /** Who answers, for words: Slack. */
  name: string;
  url: string;
  body: string;
  headers?: Record<string, string>;
};

/** Posts JSON and judges the answer; an answer that doesn't come is one to try again. */
export async function postJson(http: Http, post: Post): Promise<SendResult> {
  try {
    const answer = await http.send({
      method: "POST",
      url: post.url,
      headers: { "content-type": "application/json", ...post.headers },
      body: post.body,
      answerBytesMax: ANSWER_BYTES_MAX,
    });
    return resultOf(answer, post.name);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return tryLater(error.message);
  }
}

/** For a fault that is not the notification's own. */
export const tryLater = (detail: string): SendResult => ({
  ...{ outcome: "later", status: null, detail },
  ...{ retryAfterSeconds: null, isThrottled: false },
});

/** What somebody may mend at the channel is tried again; a notification that is refused for itself is not. */
function resultOf(answer: HttpAnswer, name: string): SendResult {
  const { status, retryAfter } = answer;
  const fault = classifyStatus(status);
  const outcome =
    fault === null ? "sent" : fault === "record" ? "refused" : "later";
  return {
    ...{ outcome, status, detail: detailOf(answer, name) },
    retryAfterSeconds:
      outcome === "later" ? askedWaitSeconds(retryAfter, new Date()) : null,
    isThrottled: status === TOO_MANY_REQUESTS,
  };
}

function detailOf({ status, text }: HttpAnswer, name: string): string {
  if (status >= 300 && status < 400)
    return `${name} answered ${status}: a redirect, which is not followed.`;
  const said = truncate(
    text.replaceAll(/\s+/g, " ").trim(),
    SAID_CHARACTERS_MAX,
  );
  return said === ""
    ? `${name} answered ${status}.`
    : `${name} answered ${status}: ${said}`;
}
