import type { Run } from "../../generated/prisma/client";
import type { ReplayDto } from "../replay/schemas";
import type { ComparisonDto } from "../snapshot/schemas";
import { RunDto } from "./schemas";

/** What runs take or compare, by the run's id. */
export type RunDetails = {
  replays: ReadonlyMap<string, ReplayDto>;
  comparisons: ReadonlyMap<string, ComparisonDto>;
};

/** A run as people see it. */
export function toRunDto(
  row: Run,
  { replays, comparisons }: RunDetails,
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
    comparison: comparisons.get(row.id) ?? null,
  });
}
