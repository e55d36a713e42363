import { z } from "zod";
import { database } from "../../db";
import type { VerbArgs } from "../context";
import { paginate, type Page, type PageInput } from "../page";
import { findChannel } from "./channel-row";
import { NotificationDto } from "./schemas";

const TRIES_SHOWN = 20;
const Cursor = z.coerce.number().int().nonnegative().nullable();

type Row = {
  sequence: string;
  id: string;
  alert_id: string | null;
  kind: string;
  title: string;
  status: string;
  attempts: number;
  created_at: Date;
  finished_at: Date | null;
  next_at: Date;
  tries: unknown;
};

/** The channel's delivery log, newest first; of each the latest tries. */
export async function listNotifications({
  ctx,
  input,
}: VerbArgs<{ id: string; page: PageInput }>): Promise<Page<NotificationDto>> {
  const { id } = await findChannel(ctx, input.id);
  const { limit, cursor } = input.page;
  const { rows } = await database().pool.query<Row>(
    `SELECT n.sequence, n.id, n.alert_id, n.kind, n.message->>'title' AS title, n.status, n.attempts,
       n.created_at, n.finished_at, n.next_at,
       ARRAY(SELECT json_build_object('at', a.at, 'outcome', a.outcome, 'status', a.status, 'detail', a.detail, 'tookMs', a.took_ms)
             FROM data.notification_attempt a WHERE a.notification_id = n.id ORDER BY a.number DESC LIMIT ${TRIES_SHOWN}) AS tries
     FROM data.notification n
     WHERE n.channel_id = $1 AND ($2::bigint IS NULL OR n.sequence < $2)
     ORDER BY n.sequence DESC LIMIT $3`,
    [id, Cursor.parse(cursor), limit + 1],
  );
  return paginate(rows, limit, ({ sequence }) => sequence, toDto);
}

const toDto = (row: Row): NotificationDto =>
  NotificationDto.parse({
    ...{ id: row.id, alertId: row.alert_id, kind: row.kind, title: row.title },
    ...{ status: row.status, attempts: row.attempts, tries: row.tries },
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    nextAt: row.status === "waiting" ? row.next_at.toISOString() : null,
  });
