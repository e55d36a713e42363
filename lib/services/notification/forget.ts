import { database } from "../../db";

/** Deletes finished notifications, with their tries, that are older than retention. */
export async function forgetNotifications(input: {
  retentionDays: number;
  now: Date;
}): Promise<{ notificationsDeleted: number }> {
  const { rowCount } = await database().pool.query(
    `DELETE FROM data.notification
     WHERE status <> 'waiting' AND finished_at < $1::timestamptz - make_interval(days => $2)`,
    [input.now, input.retentionDays],
  );
  return { notificationsDeleted: rowCount ?? 0 };
}
