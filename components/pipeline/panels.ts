import type { ReactNode } from "react";
import type { Stage } from "@/lib/sync/pipeline-stages";
import { DestinationPanel } from "./destination-panel";
import { FilterPanel } from "./filter-panel";
import { IdentityPanel } from "./identity-panel";
import { MappingPanel } from "./mapping-panel";
import type { PanelProps } from "./panel-props";
import { SourcePanel } from "./source-panel";
import { ValidationPanel } from "./validation-panel";

/** The panel of each stage. */
export const PANELS = {
  source: SourcePanel,
  filter: FilterPanel,
  identity: IdentityPanel,
  mapping: MappingPanel,
  validation: ValidationPanel,
  destination: DestinationPanel,
} as const satisfies Record<Stage, (props: PanelProps) => ReactNode>;
