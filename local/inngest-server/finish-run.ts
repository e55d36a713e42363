import type { Catalog } from "./catalog";
import type { Transaction } from "./database";
import { acceptEvents } from "./events";
import type { AcceptedEvent, EventBody } from "./event-body";
import type { StoredError } from "./reply";
import { ulid } from "./ulid";

export type Ending =
  | { status: "Completed"; result: unknown }
  | { status: "Failed"; error: StoredError; isFinal: boolean }
  | { status: "Cancelled" };

const OWN_TRIGGERS = new Set([
  "inngest/function.finished",
  "inngest/function.failed",
  "inngest/function.cancelled",
]);

/**
 * Ends a run that the caller has locked: no job of it is left, its singleton is free,
 * and the events that tell of its end are stored, all in the caller's transaction.
 */
export async function finishRun(
  tx: Transaction,
  catalog: Catalog,
  run: { id: string; function_id: string; event: { name: string } },
  ending: Ending,
): Promise<void> {
  await tx.query(
    `WITH job AS (DELETE FROM inngest_local.jobs WHERE run_id = $1),
       singleton AS (DELETE FROM inngest_local.singletons WHERE run_id = $1)
     UPDATE inngest_local.runs SET status = $2, output = $3, ended_at = now(), pending = '{}'
     WHERE id = $1`,
    [run.id, ending.status, JSON.stringify(outputOf(ending))],
  );
  if (OWN_TRIGGERS.has(run.event.name)) return;
  const slug = catalog.get(run.function_id)?.slug ?? run.function_id;
  await acceptEvents(tx, catalog, endingEvents(slug, run, ending));
}

function outputOf(ending: Ending): unknown {
  if (ending.status === "Completed") return ending.result ?? null;
  return ending.status === "Failed" ? ending.error : null;
}

function endingEvents(
  slug: string,
  run: { id: string; event: unknown },
  ending: Ending,
): AcceptedEvent[] {
  const data = {
    function_id: slug,
    run_id: run.id,
    event: run.event,
    events: [run.event],
    ...detailOf(ending),
    _inngest: { status: ending.status },
  };
  const finished = ulid();
  const events = [event("inngest/function.finished", finished, data)];
  if (ending.status === "Failed") {
    events.push(event("inngest/function.failed", run.id, data));
  }
  if (ending.status === "Cancelled") {
    events.push(event("inngest/function.cancelled", run.id, data));
  }
  return events;
}

function detailOf(ending: Ending): Record<string, unknown> {
  if (ending.status === "Completed") return { result: ending.result ?? null };
  if (ending.status === "Cancelled") return {};
  const { error, isFinal } = ending;
  const kind = isFinal ? "NonRetriableError" : error.name;
  return { error: { ...error, error: kind }, result: error };
}

function event(
  name: string,
  id: string,
  data: EventBody["data"],
): AcceptedEvent {
  return {
    internalId: ulid(),
    body: { name, id, data, ts: Date.now(), user: {} },
  };
}
