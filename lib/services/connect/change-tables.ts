import { isOfEvents, kindOfTable } from "../../connectors/heap/connect/tables";
import { inTransaction } from "../../db";
import { AppError, badRequest } from "../../errors";
import { eventTable } from "../../sync/heap-event";
import { requireRole, type VerbArgs } from "../context";
import { findHeap, readConnect } from "./read";
import { ChangeTablesInput, type ConnectDto } from "./schemas";
import { wakeImport } from "./wake";

/**
 * Says which tables are read and what Heap calls their events. Two tables must
 * not have one name: Heap's event ids tell rows apart within a table only.
 */
export async function changeConnectTables({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<ConnectDto> {
  requireRole(ctx, "editor");
  const row = await findHeap(ctx, input.id);
  const { tables } = ChangeTablesInput.parse(input.body);
  await inTransaction(async (client) => {
    // First: an import at work locks in this order too.
    await client.query(
      "UPDATE data.connect_import SET asked_at = now() WHERE connection_id = $1",
      [row.id],
    );
    // One after the other: two at once could give two tables one name.
    await client.query(
      "SELECT FROM data.connect_table WHERE connection_id = $1 ORDER BY id FOR UPDATE",
      [row.id],
    );
    const { rowCount } = await client.query(
      `UPDATE data.connect_table t SET event = coalesce(g.event, t.event), is_included = coalesce(g.is_included, t.is_included)
       FROM unnest($2::text[], $3::text[], $4::boolean[]) AS g (name, event, is_included)
       WHERE t.connection_id = $1 AND t.name = g.name`,
      [
        row.id,
        tables.map(({ name }) => name),
        tables.map(({ event }) => event ?? null),
        tables.map(({ isIncluded }) => isIncluded ?? null),
      ],
    );
    if (rowCount !== tables.length)
      throw badRequest("There is no table of this name in the dumps.");
    const { rows } = await client.query<{ name: string; event: string | null }>(
      "SELECT name, event FROM data.connect_table WHERE connection_id = $1 AND is_included",
      [row.id],
    );
    requireNames(rows.filter(({ name }) => isOfEvents(kindOfTable(name))));
  });
  await wakeImport({
    connectionId: row.id,
    workspaceId: row.workspaceId,
  }).catch(() => undefined);
  return readConnect({ ctx, input: { id: row.id } });
}

function requireNames(
  tables: readonly { name: string; event: string | null }[],
): void {
  const taken = new Map<string, string>();
  const problems = tables.flatMap(({ name, event }) => {
    if (event === null)
      return [{ path: name, message: "Give the event its name in Heap." }];
    const other = taken.get(eventTable(event));
    taken.set(eventTable(event), name);
    if (other === undefined) return [];
    return [{ path: name, message: `${other} has this name already.` }];
  });
  if (problems.length > 0)
    throw new AppError("bad_request", "Some tables lack a name of their own.", {
      problems,
    });
}
