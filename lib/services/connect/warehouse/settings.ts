import {
  HeapSettings,
  type ConnectSettings,
} from "../../../connectors/heap/definition";
import {
  EVERY_HOURS_USUAL,
  GIGABYTES_USUAL,
  WINDOW_DAYS_USUAL,
} from "../../../connectors/warehouse-settings";
import type { Connection } from "../../../generated/prisma/client";

export type WarehouseSettings = Exclude<ConnectSettings, { kind: "s3" }>;

/** What a connection says of its warehouse; null: it reads none. */
export function warehouseSettingsOf(
  row: Pick<Connection, "settings">,
): WarehouseSettings | null {
  const { connect } = HeapSettings.parse(row.settings);
  return !connect || connect.kind === "s3" ? null : connect;
}

/** How a warehouse is read, with what is usual where nothing is said. */
export function readingOf(connect: WarehouseSettings) {
  return {
    everyHours: connect.everyHours ?? EVERY_HOURS_USUAL,
    windowDays: connect.windowDays ?? WINDOW_DAYS_USUAL,
    /** BigQuery bills by what a query reads. */
    gigabytesMax:
      connect.kind === "bigquery"
        ? (connect.gigabytesMax ?? GIGABYTES_USUAL)
        : null,
  };
}
