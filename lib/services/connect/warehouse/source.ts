import { tablesLeft } from "../../../connectors/heap/connect/plan-reading";
import {
  isOfEvents,
  kindOfTable,
} from "../../../connectors/heap/connect/tables";
import { openWarehouse } from "../../../connectors/warehouse/open";
import type { WarehouseTarget } from "../../../connectors/warehouse/target";
import { env } from "../../../env";
import type { Connection } from "../../../generated/prisma/client";
import { readDumps } from "../dumps";
import type { FileToRead } from "../next-file";
import type { ConnectSource } from "../source";
import { readIncluded } from "../tables";
import { lookIntoWarehouse } from "./look";
import { placeWords } from "../place-words";
import { readTable } from "./read-table";
import { readingOf, type WarehouseSettings } from "./settings";

/** Heap's tables in a connection's warehouse, one after the other. */
export function openWarehouseSource(
  row: Connection,
  connect: WarehouseSettings,
  target: WarehouseTarget,
): ConnectSource {
  const { id: connectionId, workspaceId } = row;
  const reader = openWarehouse(target, env().OUTBOUND_ALLOW);
  const { windowDays } = readingOf(connect);
  return {
    name: nameOf(connect, target),
    async look(claim) {
      await lookIntoWarehouse(reader, claim);
      return true;
    },
    async next(claim) {
      const { file, left } = await nextTable(connectionId);
      if (file === null) return { piece: null, left };
      const reading = { reader, claim, workspaceId, windowDays };
      return {
        piece: {
          isOfEvents: isOfEvents(kindOfTable(file.table.name)),
          read: (endsAtMs) => readTable(reading, file, endsAtMs),
        },
        left,
      };
    },
    close: () => reader.close(),
  };
}

/** A dataset of the same name in another account's project is another one. */
const nameOf = (connect: WarehouseSettings, target: WarehouseTarget) =>
  target.engine === "bigquery"
    ? `bigquery ${target.dataset.project}.${target.dataset.name}`
    : placeWords(connect);

/** Of the last look's tables the first that was not read to its end; one that failed is passed. */
async function nextTable(
  connectionId: string,
): Promise<{ file: FileToRead | null; left: number }> {
  const [tables, dumps] = await Promise.all([
    readIncluded(connectionId),
    readDumps(connectionId),
  ]);
  const left = tablesLeft(dumps, tables);
  const [first] = left;
  const table = tables.find(({ name }) => name === first?.table);
  if (first === undefined || table === undefined)
    return { file: null, left: left.length };
  const file = {
    ...{ table, dumpId: first.dumpId, endsTable: first.isFull, fromByte: 0 },
    ...{ part: { index: 0, count: 1 }, key: table.name },
  };
  return { file, left: left.length };
}
