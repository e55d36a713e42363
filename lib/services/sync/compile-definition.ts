import { sha256Binary } from "../../crypto";
import { compileDecision, type Decide } from "../../sync/decide";
import type { SyncDefinition } from "../../sync/definition";
import type { JudgingPlan } from "../tracking-plan/policy";

/** The decision of a published definition, as its sync takes it: with the same message ids. */
export function compileDefinition(
  sync: { id: string; workspaceId: string },
  definition: SyncDefinition,
  plan: JudgingPlan | null,
): Decide {
  return compileDecision(definition, {
    workspaceId: sync.workspaceId,
    syncId: sync.id,
    destinationConnectionId: definition.destination.connection,
    sha256: sha256Binary,
    plan: plan?.policy ?? null,
  });
}
