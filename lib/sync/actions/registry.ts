import type { Action } from "./action";
import { segmentAlias } from "./segment-alias";
import { segmentIdentify } from "./segment-identify";
import { segmentTrack } from "./segment-track";

/** The one list of actions, by their names in definitions. */
export const ACTIONS = {
  "segment.track": segmentTrack,
  "segment.identify": segmentIdentify,
  "segment.alias": segmentAlias,
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof ACTIONS;

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly ActionName[];
