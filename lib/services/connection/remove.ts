import { database } from "../../db";
import { conflict } from "../../errors";
import { requireRole, type VerbArgs } from "../context";
import { findConnection } from "./connection-row";

/** Refused while a sync uses it: deleting would leave that sync without an end. */
export async function removeConnection({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "admin");
  const row = await findConnection(ctx, input.id);
  const users = await database().prisma.sync.findMany({
    where: {
      OR: [{ sourceConnectionId: row.id }, { destinationConnectionId: row.id }],
    },
    select: { name: true },
    take: 5,
  });
  if (users.length > 0) {
    const names = users.map(({ name }) => `“${name}”`).join(", ");
    throw conflict(
      `${row.name} is used by ${names}. Delete or change that first.`,
    );
  }
  await database().prisma.connection.delete({ where: { id: row.id } });
}
