import { inTransaction } from "../../db";
import { requireRole, type VerbArgs } from "../context";
import { findChannel } from "./channel-row";
import { requireUnused } from "./channel-users";

/** Refused while a sync names it. Its delivery log goes too. */
export async function removeAlertChannel({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "admin");
  const row = await findChannel(ctx, input.id);
  await inTransaction(async (client) => {
    // Who tells somebody over it at this moment is waited for.
    await client.query(
      "SELECT 1 FROM alert_channels WHERE id = $1 FOR UPDATE",
      [row.id],
    );
    await requireUnused(client, row);
    await client.query("DELETE FROM alert_channels WHERE id = $1", [row.id]);
  });
}
