import { context } from "@opentelemetry/api";
import { database } from "../../db";
import { contextOf, isTracing, linkTo, withSpan } from "../../tracing";

/** A chunk may hold what thousands of requests brought: the first of them stand for all. */
const LINKS_MAX = 32;

/**
 * Runs a chunk within a span that belongs to the trace which brought the first record
 * that it will read, and is linked to those that brought the next ones: so a record's
 * way is one trace from its request to its delivery. Without a tracer it only runs it.
 */
export async function traceChunk<T extends { read: number; next: string }>(
  syncId: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!isTracing()) return work();
  const asked = linkTo(context.active());
  const [first, ...others] = (await readTraces(syncId)).map(contextOf);
  return withSpan(
    "deliver chunk",
    async (span) => {
      const result = await work();
      span.setAttributes({
        "sluice.read": result.read,
        "sluice.next": result.next,
      });
      return result;
    },
    {
      attributes: { "sluice.sync": syncId },
      links: [...asked, ...others.flatMap(linkTo)],
      ...(first === undefined ? {} : { parent: first }),
    },
  );
}

/** Those that brought what comes after the cursor, the oldest first. */
async function readTraces(syncId: string): Promise<string[]> {
  const { rows } = await database().pool.query<{ traceparent: string }>(
    `SELECT t.traceparent FROM data.cursor c JOIN data.inbox_trace t ON t.connection_id = c.connection_id AND t.inbox_id > c.position
     WHERE c.sync_id = $1 ORDER BY t.inbox_id LIMIT $2`,
    [syncId, LINKS_MAX],
  );
  return rows.map(({ traceparent }) => traceparent);
}
