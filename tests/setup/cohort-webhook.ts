import { createHmac } from "node:crypto";

export const WEBHOOK_SECRET = "what Heap and Sluice share";

export type SyncPage = {
  taskId: string;
  page?: number;
  totalPages?: number;
  add?: string[];
  remove?: string[];
  segment?: { id: number | string; name: string };
};

const FREE = { id: 123, name: "Free" };

/** One page as Heap posts it. */
export const syncPage = ({ segment = FREE, ...page }: SyncPage) => ({
  id_token: "2f6a2f2e-5a0c-4a8e-9d7e-3f1f6d0a9c11",
  action_type: "segment.users.sync",
  customer_config: { fields: [] },
  data: {
    segment,
    sync_info: {
      page_number: page.page ?? 1,
      total_pages: page.totalPages ?? 1,
      sync_task_id: page.taskId,
    },
    add: (page.add ?? []).map((id) => ({ id })),
    remove: (page.remove ?? []).map((id) => ({ id })),
  },
});

export const drainPage = (segment = FREE) => ({
  action_type: "segment.users.drain",
  customer_config: { fields: [] },
  data: { segment },
});

/** The header `Heap-Hash` over a body. */
export function heapHash(
  text: string,
  { secret = WEBHOOK_SECRET, ts = Date.now() } = {},
): string {
  const hmac = createHmac("sha256", secret).update(`${ts}${text}`);
  return `ts:${ts},hmac:${hmac.digest("base64")}`;
}
