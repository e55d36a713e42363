import type { Mapping } from "../../mapping/expression";
import { STREAM_NAMES, type StreamName } from "../streams/registry";
import { ACTION_NAMES, ACTIONS, type ActionName } from "./registry";

/** The actions that take a stream's records. */
export const actionsFor = (stream: StreamName): ActionName[] =>
  ACTION_NAMES.filter((action) => ACTIONS[action].takes[stream] !== undefined);

/** The streams whose records an action takes. */
export const streamsFor = (action: ActionName): StreamName[] =>
  STREAM_NAMES.filter((stream) => ACTIONS[action].takes[stream] !== undefined);

/** What a sync of this stream and action begins with; empty where they don't fit. */
export const defaultMapping = (
  stream: StreamName,
  action: ActionName,
  appId: string,
): Mapping => ACTIONS[action].takes[stream]?.(appId) ?? {};
