import type { SegmentTarget } from "../../connectors/segment/client";
import {
  SegmentCredentials,
  SegmentSettings,
  settingsEndpoint,
  trackingEndpoint,
} from "../../connectors/segment/definition";
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
