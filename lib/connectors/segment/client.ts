import { ConnectorError } from "../connector-error";
import type { Http, HttpAnswer } from "../http";

export type SegmentTarget = {
  /** Without `/v1`. */
  trackingEndpoint: string;
  settingsEndpoint: string;
  writeKey: string;
};

/**
 * Posts one batch of calls, given as JSON texts. `sentAt` is the time of this
 * try: Segment corrects timestamps by it, so an old one would shift them.
 */
export function postBatch(
  http: Http,
  target: SegmentTarget,
  calls: readonly string[],
  now: Date,
): Promise<HttpAnswer> {
  return http.send({
    method: "POST",
    url: `${target.trackingEndpoint}/v1/batch`,
    headers: {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(`${target.writeKey}:`).toString("base64")}`,
    },
    body: `{"batch":[${calls.join(",")}],"sentAt":"${now.toISOString()}"}`,
  });
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
