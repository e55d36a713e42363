import type { SegmentTarget } from "../../connectors/segment/client";
import {
  SegmentCredentials,
  SegmentSettings,
  publicApiEndpoint,
  segmentLimits,
  settingsEndpoint,
  trackingEndpoint,
} from "../../connectors/segment/definition";
import type { PublicApiTarget } from "../../connectors/segment/public-api";
import type { Connection } from "../../generated/prisma/client";
import { openCredentials, sandboxOrigin } from "./connection-row";

/** Where a connection's calls go, with the write key: keep it out of logs and answers. */
export function segmentTarget(row: Connection): SegmentTarget {
  const settings = SegmentSettings.parse(row.settings);
  const { writeKey } = SegmentCredentials.parse(openCredentials(row));
  return {
    trackingEndpoint: trackingEndpoint(settings, sandboxOrigin()),
    settingsEndpoint: settingsEndpoint(settings, sandboxOrigin()),
    writeKey,
  };
}

/** What is documented, or set on the connection, of what may be sent per second. */
export const limitsOf = (row: Connection) =>
  segmentLimits(SegmentSettings.parse(row.settings));

/** Where a connection's tracking plans are; null without a token. */
export function publicApiTarget(row: Connection): PublicApiTarget | null {
  const settings = SegmentSettings.parse(row.settings);
  const { publicApiToken } = SegmentCredentials.parse(openCredentials(row));
  return publicApiToken
    ? {
        endpoint: publicApiEndpoint(settings, sandboxOrigin()),
        token: publicApiToken,
      }
    : null;
}
