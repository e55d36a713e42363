import { base62 } from "../shared/base62";

const DIGITS = 26;

export type MessageOrigin = {
  workspaceId: string;
  syncId: string;
  destinationConnectionId: string;
};

/** One call of a record. */
export type MessagePlace = {
  recordKey: string;
  /** Of the outputs that one record gives; 0 where there is one. */
  outputIndex: number;
  /** 0, until somebody wants the same record delivered anew. */
  generation: number;
};

/**
 * Names calls by the id by which the destination knows a repeat: `slc_` and 26
 * base62 digits of SHA-256 over the JSON of all of origin and place. Segment's
 * de-duplication is global, hence the workspace in it. `sha256` gives a character a byte. Never the version, and
 * never to be changed: that would send history again.
 */
export function messageNamer(
  { workspaceId, syncId, destinationConnectionId }: MessageOrigin,
  sha256: (text: string) => string,
): (place: MessagePlace) => string {
  const origin = JSON.stringify([workspaceId, syncId, destinationConnectionId]);
  const start = `${origin.slice(0, -1)},`;
  return ({ recordKey, outputIndex, generation }) => {
    const text = `${start}${JSON.stringify(recordKey)},${outputIndex},${generation}]`;
    return `slc_${base62(sha256(text), DIGITS)}`;
  };
}
