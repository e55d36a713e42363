import { inTransaction } from "../../db";
import { conflict } from "../../errors";
import { requireRole, type VerbArgs } from "../context";
import { findPlan } from "./plan-row";
import { findPlanUsers, usersOfPlan } from "./plan-users";
import type { PlanUserDto } from "./schemas";

const NAMES_SHOWN = 5;

/** Refused while a sync is held to it, or its draft would be. */
export async function removePlan({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "admin");
  const row = await findPlan(ctx.workspaceId, input.id);
  await inTransaction(async (client) => {
    // Who publishes by it at this moment is waited for, and then seen below.
    await client.query(
      "SELECT 1 FROM tracking_plans WHERE id = $1 FOR UPDATE",
      [row.id],
    );
    const users = usersOfPlan(
      row,
      await findPlanUsers(ctx.workspaceId, client),
    );
    if (users.length > 0)
      throw conflict(
        `${row.name} is used by ${namesOf(users)}. Change what they are held to first.`,
      );
    await client.query("DELETE FROM tracking_plans WHERE id = $1", [row.id]);
  });
}

function namesOf(users: readonly PlanUserDto[]): string {
  const shown = users
    .slice(0, NAMES_SHOWN)
    .map(({ name, isDraft }) => `“${name}”${isDraft ? " (its draft)" : ""}`);
  const more = users.length - shown.length;
  return shown.join(", ") + (more === 0 ? "" : ` and ${more} more`);
}
