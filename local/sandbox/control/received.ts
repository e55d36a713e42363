import { z } from "zod";
import type { Answer } from "../http/answer";
import type { ReceivedEntry } from "../state/received-log";
import type { SystemState } from "../state/system-state";
import { System } from "../systems";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 5_000;

/** The query of `GET /_control/received`; an empty parameter counts as absent. */
export const ReceivedQuery = z.strictObject({
  system: System.optional(),
  type: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  /** The `seq` to go on after; without it the newest ones come. */
  after: z.coerce.number().int().min(0).optional(),
});
export type ReceivedQuery = z.infer<typeof ReceivedQuery>;

/** What was accepted and no repetition, oldest first. */
export function findReceived(
  states: Record<System, SystemState>,
  { system, type, limit, after }: ReceivedQuery,
): ReceivedEntry[] {
  const systems = system === undefined ? System.options : [system];
  const entries = systems
    .flatMap((name) => states[name].received(after ?? -1))
    .filter((entry) => type === undefined || entry.type === type)
    .sort((one, other) => one.seq - other.seq);
  return after === undefined ? entries.slice(-limit) : entries.slice(0, limit);
}

/** Bodies are JSON text already, so they are put in as they are. */
export function receivedAnswer(entries: ReceivedEntry[]): Answer {
  const items = entries.map(({ body, ...entry }) => {
    const opening = JSON.stringify(entry).slice(0, -1);
    return `${opening},"body":${body}}`;
  });
  const nextAfter = entries.at(-1)?.seq ?? null;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: `{"data":[${items.join(",")}],"nextAfter":${JSON.stringify(nextAfter)}}`,
  };
}
