import type { Run } from "../../generated/prisma/client";
import type { ReplayDto } from "../replay/schemas";
import { RunDto } from "./schemas";

/** A run as people see it; `replays` holds what the replays among them take. */
export function toRunDto(
  row: Run,
  replays: ReadonlyMap<string, ReplayDto> = new Map(),
): RunDto {
  const { read, filtered, invalid, delivered, rejected, pending } = row;
  return RunDto.parse({
    id: row.id,
    number: row.number,
    syncId: row.syncId,
    syncVersion: row.version,
    status: row.status,
    trigger: row.trigger,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    ledger: { read, filtered, invalid, delivered, rejected, pending },
    violations: row.violations,
    retries: row.retries,
    error: row.error,
    replay: replays.get(row.id) ?? null,
  });
}
