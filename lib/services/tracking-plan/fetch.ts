import { ConnectorError } from "../../connectors/connector-error";
import {
  fetchTrackingPlan,
  listTrackingPlans,
} from "../../connectors/segment/public-api";
import { badRequest } from "../../errors";
import type { Connection } from "../../generated/prisma/client";
import { findConnection } from "../connection/connection-row";
import { publicApiTarget } from "../connection/segment-target";
import { requireRole, type VerbArgs } from "../context";
import { outbound } from "../outbound";
import { freePlanName } from "./free-plan-name";
import { keepPlan } from "./keep";
import type { AvailablePlanDto } from "./schemas";

/** The plans that a connection's Segment workspace has. */
export async function listAvailablePlans({
  ctx,
  input,
}: VerbArgs<{ connection: string }>): Promise<{ data: AvailablePlanDto[] }> {
  requireRole(ctx, "editor");
  const row = await findConnection(ctx, input.connection);
  const target = requireTarget(row);
  return {
    data: await asked(() => listTrackingPlans(outbound(), target)),
  };
}

/** Fetches a plan with its rules and keeps it; answers our id. */
export async function fetchPlan(
  row: Connection,
  vendorId: string,
): Promise<string> {
  const target = requireTarget(row);
  const { workspaceId, id: connectionId } = row;
  const plan = await asked(() =>
    fetchTrackingPlan(outbound(), target, vendorId),
  );
  const name = await freePlanName(workspaceId, plan.name, plan.id);
  return keepPlan({
    ...{ workspaceId, connectionId, name },
    ...{ vendorId: plan.id, rules: plan.rules },
  });
}

function requireTarget(row: Connection) {
  const target = row.kind === "segment" ? publicApiTarget(row) : null;
  if (target !== null) return target;
  const message =
    row.kind === "segment"
      ? `${row.name} has no Public API token, with which tracking plans are read`
      : `${row.name} is no Segment connection`;
  throw badRequest(`${message}.`, [{ path: "connection", message }]);
}

/** What keeps Segment from answering is the asker's to know. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ConnectorError) throw badRequest(error.message);
    throw error;
  }
}
