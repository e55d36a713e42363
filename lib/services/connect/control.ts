import { database } from "../../db";
import { badRequest } from "../../errors";
import type { Connection } from "../../generated/prisma/client";
import { requireRole, type VerbArgs } from "../context";
import { findHeap, readConnect } from "./read";
import { hasSource } from "./open-source";
import type { ConnectDto } from "./schemas";
import { wakeImport } from "./wake";

type Args = VerbArgs<{ id: string }>;

/** Looks for what is new now, and reads on where an import was paused. */
export function startImport(args: Args): Promise<ConnectDto> {
  return change(args, async (row) => {
    if (!hasSource(row))
      throw badRequest(
        "The connection has no Heap Connect, or no way into it.",
      );
    await database().pool.query(
      `INSERT INTO data.connect_import (connection_id, asked_at) VALUES ($1, now())
       ON CONFLICT (connection_id) DO UPDATE SET paused_at = NULL, finished_at = NULL, asked_at = now()`,
      [row.id],
    );
    const { id: connectionId, workspaceId } = row;
    await wakeImport({ connectionId, workspaceId }).catch(() => undefined);
  });
}

/** Nothing is read until somebody starts the import again; what was taken in goes on. */
export function pauseImport(args: Args): Promise<ConnectDto> {
  return change(args, async ({ id }) => {
    await database().pool.query(
      `INSERT INTO data.connect_import (connection_id, paused_at) VALUES ($1, now())
       ON CONFLICT (connection_id) DO UPDATE SET paused_at = coalesce(data.connect_import.paused_at, now())`,
      [id],
    );
  });
}

async function change(
  { ctx, input }: Args,
  apply: (row: Connection) => Promise<void>,
): Promise<ConnectDto> {
  requireRole(ctx, "editor");
  const row = await findHeap(ctx, input.id);
  await apply(row);
  return readConnect({ ctx, input: { id: row.id } });
}
