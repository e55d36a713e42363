import { base62 } from "../shared/base62";

const DIGITS = 26;

export type MessageOrigin = {
  workspaceId: string;
  syncId: string;
  destinationConnectionId: string;
  recordKey: string;
  /** Of the outputs that one record gives; 0 where there is one. */
  outputIndex: number;
  /** 0, until somebody wants the same record delivered anew. */
  generation: number;
};

/**
 * The id by which the destination knows a repeat: `slc_` and 26 base62 digits
 * of SHA-256. Segment's de-duplication is global, hence the workspace in it.
 * Never the version, and never to be changed: that would send history again.
 */
export function messageIdFor(
  origin: MessageOrigin,
  sha256: (text: string) => Uint8Array,
): string {
  const text = JSON.stringify([
    origin.workspaceId,
    origin.syncId,
    origin.destinationConnectionId,
    origin.recordKey,
    origin.outputIndex,
    origin.generation,
  ]);
  return `slc_${base62(sha256(text), DIGITS)}`;
}
