import { HeapSettings } from "../../connectors/heap/definition";
import { badRequest } from "../../errors";
import { sandboxOrigin } from "../connection/connection-row";
import { requireRole, type VerbArgs } from "../context";
import { outbound } from "../outbound";
import { startImport } from "./control";
import { findHeap, readConnect } from "./read";
import type { ConnectDto } from "./schemas";

const FIRST = { kind: "full", users: 200, events: 3_000 };
const NEXT = {
  ...{ kind: "incremental", users: 5, events: 100 },
  ...{ changedShare: 0.05, merges: 2, rebuild: ["report_created"] },
};

/** Has the sandbox write a dump, the first one or what changed since, and reads it. */
export async function writeSampleDump({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<ConnectDto> {
  requireRole(ctx, "editor");
  const row = await findHeap(ctx, input.id);
  const { region, connect } = HeapSettings.parse(row.settings);
  if (region !== "sandbox" || connect?.kind !== "s3")
    throw badRequest(
      "Only the sandbox writes dumps when it is asked to, to its bucket.",
    );
  const { newestDump } = await readConnect({ ctx, input });
  const { status } = await outbound().send({
    ...{ method: "POST", url: `${sandboxOrigin()}/_control/connect` },
    body: JSON.stringify(newestDump === null ? FIRST : NEXT),
  });
  if (status !== 200)
    throw badRequest(`The sandbox wrote no dump (it answered ${status}).`);
  return startImport({ ctx, input });
}
