import { checkHeap, HeapSettings } from "../../connectors/heap/definition";
import { checkSegment } from "../../connectors/segment/client";
import type { ConnectionKind } from "../../connectors/registry";
import type { Connection } from "../../generated/prisma/client";
import type { VerbArgs } from "../context";
import { requireRole } from "../context";
import { checkConnect } from "../connect/check";
import { outbound } from "../outbound";
import { findConnection } from "./connection-row";
import { keepCheck } from "./keep-check";
import type { CheckResult } from "./schemas";
import { segmentTarget } from "./segment-target";

/** What the vendor lets us find out, in words. */
export async function checkConnection({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<CheckResult> {
  requireRole(ctx, "editor");
  const row = await findConnection(ctx, input.id);
  const result = await ask(row);
  await keepCheck(row.id, result, ctx.now());
  return result;
}

/** Of what a connection to Heap has, only its bucket can be asked. */
function askHeap(row: Connection): CheckResult | Promise<CheckResult> {
  const settings = HeapSettings.parse(row.settings);
  return settings.connect ? checkConnect(row) : checkHeap(settings);
}

async function ask(row: Connection): Promise<CheckResult> {
  const kind = row.kind as ConnectionKind;
  switch (kind) {
    case "heap":
      return askHeap(row);
    case "segment":
      return checkSegment(outbound(), segmentTarget(row));
    case "warehouse":
      return {
        ok: false,
        detail:
          "This release does not load warehouses yet, so it does not check them.",
      };
  }
}
