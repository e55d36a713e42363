import type { ConnectorDefinition } from "./connector";
import { heapDefinition } from "./heap/definition";
import { segmentDefinition } from "./segment/definition";
import { warehouseDefinition } from "./warehouse/definition";

export const CONNECTION_KINDS = ["heap", "segment", "warehouse"] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

/** The one list of connectors. */
export const connectors = {
  heap: heapDefinition,
  segment: segmentDefinition,
  warehouse: warehouseDefinition,
} as const satisfies Record<ConnectionKind, ConnectorDefinition>;
