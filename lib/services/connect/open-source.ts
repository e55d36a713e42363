import type { Connection } from "../../generated/prisma/client";
import { openS3Source } from "./s3-source";
import { s3TargetOf } from "./s3-target";
import type { ConnectSource } from "./source";
import { warehouseSettingsOf } from "./warehouse/settings";
import { openWarehouseSource } from "./warehouse/source";
import { warehouseTargetOf } from "./warehouse/target";

/** Opens what a connection reads; null: it has no Heap Connect, or no way in. Whoever opens it closes it. */
export function openSource(row: Connection): ConnectSource | null {
  const bucket = s3TargetOf(row);
  if (bucket !== null) return openS3Source(row, bucket);
  const connect = warehouseSettingsOf(row);
  const target = warehouseTargetOf(row);
  return connect === null || target === null
    ? null
    : openWarehouseSource(row, connect, target);
}

/** Whether a connection has a Heap Connect, and a way in. */
export const hasSource = (row: Connection): boolean =>
  s3TargetOf(row) !== null || warehouseTargetOf(row) !== null;
