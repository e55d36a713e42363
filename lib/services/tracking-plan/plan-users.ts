import type pg from "pg";
import { database } from "../../db";
import type { TrackingPlan } from "../../generated/prisma/client";
import { isNamed } from "../../sync/plan/plan-named";
import type { PlanUserDto } from "./schemas";

type Row = {
  id: string;
  name: string;
  /** What the draft and the newest version name: an id, Segment's id, or a name. */
  draft: string | null;
  published: string | null;
};

/** The syncs of the workspace that name any tracking plan, by name. Of a transaction, when one is handed in. */
export async function findPlanUsers(
  workspaceId: string,
  client: pg.Pool | pg.PoolClient = database().pool,
): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT * FROM (
       SELECT s.id, s.name, s.definition->'validation'->>'trackingPlan' AS draft, v.definition->'validation'->>'trackingPlan' AS published
       FROM syncs s LEFT JOIN sync_versions v ON v.sync_id = s.id AND v.number = s.version
       WHERE s.workspace_id = $1) named
     WHERE draft IS NOT NULL OR published IS NOT NULL ORDER BY name`,
    [workspaceId],
  );
  return rows;
}

/** Those of them that are held to this plan, or will be once their draft is published. */
export function usersOfPlan(
  plan: Pick<TrackingPlan, "id" | "vendorId" | "name">,
  users: readonly Row[],
): PlanUserDto[] {
  const names = (named: string | null) =>
    named !== null && isNamed(plan, named);
  return users
    .filter(({ draft, published }) => names(draft) || names(published))
    .map(({ id, name, published }) => ({
      ...{ id, name },
      isDraft: !names(published),
    }));
}
