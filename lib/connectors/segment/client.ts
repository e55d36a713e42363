import { ConnectorError } from "../connector-error";
import { isJsonObject } from "../../shared/json";
import type { Http, HttpAnswer } from "../http";

export type SegmentTarget = {
  /** Without `/v1`. */
  trackingEndpoint: string;
  settingsEndpoint: string;
  writeKey: string;
};

/**
 * Posts one batch of calls, given as JSON texts. `sentAt` is the time of this
 * try: Segment corrects timestamps by it, so an old one would shift them. A success
 * that is not Segment's own is no answer: throws ConnectorError then as well.
 */
export async function postBatch(
  http: Http,
  target: SegmentTarget,
  calls: readonly string[],
  now: Date,
): Promise<HttpAnswer> {
  const answer = await http.send({
    method: "POST",
    url: `${target.trackingEndpoint}/v1/batch`,
    headers: {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(`${target.writeKey}:`).toString("base64")}`,
    },
    body: `{"batch":[${calls.join(",")}],"sentAt":"${now.toISOString()}"}`,
  });
  const { status, text } = answer;
  const claimsSuccess = status >= 200 && status < 300;
  if (claimsSuccess && !(status === 200 && isAcknowledgement(text))) {
    const message =
      "Segment's answer can't be read, so it may have taken nothing.";
    throw new ConnectorError(message, "wait");
  }
  return answer;
}

/** Whatever stands between may answer 200 for Segment, or break its answer off. */
function isAcknowledgement(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && value.success !== false;
  } catch {
    return false;
  }
}

/**
 * Whether the write key is known: the check that Segment's own destination
 * uses. Its tracking API would take any key with 200.
 */
export async function checkSegment(
  http: Http,
  target: SegmentTarget,
): Promise<{ ok: boolean; detail: string }> {
  const url = `${target.settingsEndpoint}/v1/projects/${encodeURIComponent(target.writeKey)}/settings`;
  try {
    const { status } = await http.send({ method: "GET", url });
    if (status >= 200 && status < 300)
      return { ok: true, detail: "Segment knows this write key." };
    return {
      ok: false,
      detail: `Segment does not know this write key (it answered ${status}).`,
    };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { ok: false, detail: error.message };
  }
}
