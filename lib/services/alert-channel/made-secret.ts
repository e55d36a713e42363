import type { ChannelKind } from "../../connectors/alert-channels/registry";
import { newSecret } from "../../ids";

const PREFIX = "slw_";

/** A secret for a webhook that has none: nothing goes out unsigned. */
export function madeSecret(
  kind: ChannelKind,
  credentials: Record<string, unknown>,
): string | null {
  if (kind !== "webhook" || (credentials.secret ?? null) !== null) return null;
  return `${PREFIX}${newSecret()}`;
}
