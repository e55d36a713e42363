import type { TableKind } from "../../connectors/heap/connect/tables";

/** Which table of which dump is being read. */
export type TablePlace = {
  connectionId: string;
  workspaceId: string;
  tableId: number;
  table: string;
  kind: TableKind;
  /** Heap's name of the table's event. */
  event: string;
  dumpId: number;
  /** Tells which of two dumps is later, also when the bucket was exchanged between them. */
  seenIn: bigint;
};

const EPOCH = 10n ** 16n;

/** The place of a dump among all that were read. */
export const seenInOf = (epoch: number, dumpId: number): bigint =>
  BigInt(epoch) * EPOCH + BigInt(dumpId);
