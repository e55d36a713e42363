import type { Answer } from "../http/answer";
import { failure, settingsFound } from "./answers";
import { isPlausibleKey } from "./write-key";

const UNKNOWN_KEY = /invalid/i;

/**
 * The settings document that clients load by write key; the only call that
 * tells a good key from a bad one. Here a key is bad when it is short or says
 * `invalid`, so that both outcomes can be tried.
 */
export function answerSettings(writeKey: string): Answer {
  if (!isPlausibleKey(writeKey) || UNKNOWN_KEY.test(writeKey)) {
    return failure(404, "not_found", "There is no source with this write key");
  }
  return settingsFound({
    integrations: {
      "Segment.io": {
        apiKey: writeKey,
        unbundledIntegrations: [],
        addBundledMetadata: true,
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    edgeFunction: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    remotePlugins: [],
  });
}
