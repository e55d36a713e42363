import type { z } from "zod";
import { addLedgers, emptyLedger, isBalanced } from "../../sync/ledger";
import type { VerbArgs } from "../context";
import { readConnectionCounts } from "./connection-counts";
import { readFlows } from "./flows";
import { readHours } from "./hours";
import { readNeeds } from "./needs";
import type { OverviewDto, OverviewInput } from "./schemas";

const HOUR_MS = 3_600_000;

/** What moved in the last hours, and what needs a person. */
export async function readOverview({
  ctx,
  input,
}: VerbArgs<z.infer<typeof OverviewInput>>): Promise<OverviewDto> {
  const window = {
    workspaceId: ctx.workspaceId,
    since: new Date(ctx.now().getTime() - input.hours * HOUR_MS),
    until: ctx.now(),
  };
  const [flows, perHour, needs, connections] = await Promise.all([
    readFlows(window),
    readHours(window),
    readNeeds(window),
    readConnectionCounts(ctx.workspaceId),
  ]);
  const ledger = flows
    .map((flow) => flow.ledger)
    .reduce(addLedgers, emptyLedger());
  return {
    hours: input.hours,
    ledger,
    balanced: flows.every((flow) => isBalanced(flow.ledger)),
    perHour,
    flows,
    needs,
    connections,
  };
}
