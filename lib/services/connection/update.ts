import { z } from "zod";
import type { ConnectionKind } from "../../connectors/registry";
import { database } from "../../db";
import { requireRole, type VerbArgs } from "../context";
import {
  findConnection,
  openCredentials,
  parseConnection,
  sealCredentials,
  toConnectionDto,
} from "./connection-row";
import { tryConnectionNow } from "../flow/outcomes";
import { sendsToSql } from "../sync/live-version";
import { WAITS_NO_MORE_SQL } from "../sync/waits-no-more";
import { asJson } from "./create";
import { requireFreeName } from "./free-name";
import { UpdateConnectionInput, type ConnectionDto } from "./schemas";

const Settings = z.record(z.string(), z.unknown());

/** Merges the patch; a held sync of this connection may try again. */
export async function updateConnection({
  ctx,
  input,
}: VerbArgs<{ id: string; patch: unknown }>): Promise<ConnectionDto> {
  requireRole(ctx, "admin");
  const patch = UpdateConnectionInput.parse(input.patch);
  const row = await findConnection(ctx, input.id);
  if (patch.name !== undefined) await requireFreeName(ctx, patch.name, row.id);
  const merged = parseConnection(
    row.kind as ConnectionKind,
    { ...Settings.parse(row.settings), ...patch.settings },
    { ...openCredentials(row), ...patch.credentials },
  );
  const updated = await database().prisma.connection.update({
    where: { id: row.id },
    data: {
      name: patch.name ?? row.name,
      settings: asJson(merged.settings),
      credentials: sealCredentials(row, merged.credentials),
    },
  });
  await database().pool.query(
    `UPDATE syncs SET ${WAITS_NO_MORE_SQL} WHERE waiting_reason IS NOT NULL AND ${sendsToSql("id", "$1")}`,
    [row.id],
  );
  await tryConnectionNow(row.id);
  return toConnectionDto(updated);
}
