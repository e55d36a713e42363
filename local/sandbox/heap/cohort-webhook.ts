import { createHmac, randomUUID } from "node:crypto";
import { z } from "zod";

const IDS_MAX = 1_000_000;
const PAGE_SIZE_MAX = 100_000;
const TIMEOUT_MS = 60_000;
const MESSAGE_CHARACTERS_MAX = 300;

const Ids = z.array(z.string()).max(IDS_MAX).default([]);

/** What `POST /_control/cohort` takes. */
export const CohortRequest = z.strictObject({
  to: z.string(),
  secret: z.string().min(1),
  segment: z.strictObject({
    id: z.union([z.int(), z.string()]),
    name: z.string(),
  }),
  add: Ids,
  remove: Ids,
  pageSize: z.int().min(1).max(PAGE_SIZE_MAX).default(1_000),
  order: z.enum(["in-order", "reversed", "shuffled"]).default("in-order"),
  /** Each page is posted twice. */
  repeat: z.boolean().default(false),
  /** Empties the segment instead. */
  drain: z.boolean().default(false),
});
export type CohortRequest = z.infer<typeof CohortRequest>;

/** What came of a post. */
export type CohortPosted = { status: number; message: string };

/** Posts the pages of one task as Heap's cohort webhook does, each signed when it goes out. */
export async function postCohort(
  request: CohortRequest,
): Promise<CohortPosted[]> {
  const pages = request.drain ? [drainBody(request)] : inOrder(request);
  const posted: CohortPosted[] = [];
  for (const page of pages)
    for (const text of request.repeat ? [page, page] : [page])
      posted.push(await post(request, text));
  return posted;
}

/** The header `Heap-Hash`: over the time in milliseconds and the body. */
function heapHash(secret: string, ts: number, text: string): string {
  const hmac = createHmac("sha256", secret).update(`${ts}${text}`);
  return `ts:${ts},hmac:${hmac.digest("base64")}`;
}

/** The bodies of a task's pages. An empty task has one page. */
function syncBodies(request: CohortRequest, taskId: string): string[] {
  const changes = [
    ...request.add.map((id) => ({ list: "add", id })),
    ...request.remove.map((id) => ({ list: "remove", id })),
  ];
  const total = Math.max(1, Math.ceil(changes.length / request.pageSize));
  return Array.from({ length: total }, (_, index) => {
    const start = index * request.pageSize;
    const page = changes.slice(start, start + request.pageSize);
    const listOf = (name: string) =>
      page.filter(({ list }) => list === name).map(({ id }) => ({ id }));
    return JSON.stringify({
      ...envelope("sync"),
      data: {
        segment: request.segment,
        sync_info: {
          ...{ page_number: index + 1, total_pages: total },
          sync_task_id: taskId,
        },
        add: listOf("add"),
        remove: listOf("remove"),
      },
    });
  });
}

const drainBody = ({ segment }: CohortRequest): string =>
  JSON.stringify({ ...envelope("drain"), data: { segment } });

const envelope = (action: "sync" | "drain") => ({
  action_type: `segment.users.${action}`,
  customer_config: { fields: [] },
});

function inOrder(request: CohortRequest): string[] {
  const pages = syncBodies(request, randomUUID());
  if (request.order === "reversed") return pages.reverse();
  if (request.order === "in-order") return pages;
  return pages
    .map((page) => ({ page, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ page }) => page);
}

/** An app that can't be reached answers 0. */
async function post(
  { to, secret }: CohortRequest,
  text: string,
): Promise<CohortPosted> {
  const headers = {
    "content-type": "application/json",
    "heap-hash": heapHash(secret, Date.now(), text),
  };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(to, {
      ...{ method: "POST", headers, body: text, redirect: "manual", signal },
    });
    const message = (await response.text()).slice(0, MESSAGE_CHARACTERS_MAX);
    return { status: response.status, message };
  } catch (error) {
    return { status: 0, message: String(error) };
  }
}
