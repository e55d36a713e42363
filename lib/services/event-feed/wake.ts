import { inngest } from "../../../inngest/client";
import { traitsWake, type ConnectData } from "../../../inngest/events";
import { database } from "../../db";

/** Computes a connection's traits soon; the sweep does where Inngest can't be reached. */
export async function wakeFeed(data: ConnectData): Promise<void> {
  await inngest.send(traitsWake.create(data)).catch(() => undefined);
}

/** Wakes every feed that is behind: events came, people have news, definitions changed, or time has passed. */
export async function sweepFeeds(): Promise<number> {
  const { rows } = await database().pool.query<ConnectData>(
    `SELECT c.id AS "connectionId", c.workspace_id AS "workspaceId" FROM data.event_feed f JOIN connections c ON c.id = f.connection_id
     WHERE NOT f.has_begun OR f.is_ending OR f.computed_revision < f.revision OR f.aged_at IS NULL OR f.aged_at < now() - interval '10 minutes'
       OR EXISTS (SELECT FROM data.event_dirty d WHERE d.connection_id = f.connection_id)
       OR EXISTS (SELECT FROM data.event_presence g WHERE g.connection_id = f.connection_id)
       OR EXISTS (SELECT FROM data.inbox i WHERE i.connection_id = f.connection_id AND i.stream = 'events' AND i.id > f.position)`,
  );
  if (rows.length > 0)
    await inngest.send(rows.map((row) => traitsWake.create(row)));
  return rows.length;
}
