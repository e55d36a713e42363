import type pg from "pg";
import { conflict } from "../../errors";
import type { SyncDefinition } from "../../sync/definition";

/**
 * Keeps a definition's plan from being removed until the transaction that
 * publishes it ends. Throws when it was removed just now.
 */
export async function holdPlan(
  client: pg.PoolClient,
  workspaceId: string,
  { validation }: SyncDefinition,
): Promise<void> {
  if (!validation) return;
  const { rowCount } = await client.query(
    "SELECT 1 FROM tracking_plans WHERE workspace_id = $1 AND $2 IN (id, vendor_id, name) FOR KEY SHARE",
    [workspaceId, validation.trackingPlan],
  );
  if (rowCount === 0)
    throw conflict(
      `The tracking plan ${validation.trackingPlan} was removed meanwhile. Choose another one, then publish.`,
    );
}
