import { database } from "../../db";
import { conflict } from "../../errors";
import { requireRole, type VerbArgs } from "../context";
import { endSql, LIVE_VERSION_SQL } from "../sync/live-version";
import { findConnection } from "./connection-row";

const NAMED_MAX = 5;

/** Refused while a sync uses it, by its draft or what runs: deleting would leave that sync without an end. */
export async function removeConnection({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<void> {
  requireRole(ctx, "admin");
  const row = await findConnection(ctx, input.id);
  const { rows: users } = await database().pool.query<{ name: string }>(
    `SELECT s.name FROM syncs s LEFT JOIN ${LIVE_VERSION_SQL}
     WHERE $1 IN (s.source_connection_id, s.destination_connection_id, ${endSql("source")}, ${endSql("destination")})
     ORDER BY s.name LIMIT $2`,
    [row.id, NAMED_MAX],
  );
  if (users.length > 0) {
    const names = users.map(({ name }) => `“${name}”`).join(", ");
    throw conflict(
      `${row.name} is used by ${names}. Delete that, or change and publish it, first.`,
    );
  }
  // An import or a feed at work ends here: it holds its own row and then asks for the connection's.
  for (const table of ["connect_import", "event_feed"])
    await database().pool.query(
      `DELETE FROM data.${table} WHERE connection_id = $1`,
      [row.id],
    );
  await database().prisma.connection.delete({ where: { id: row.id } });
}
