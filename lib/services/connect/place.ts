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
};
