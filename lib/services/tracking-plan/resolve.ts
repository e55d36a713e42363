import { AppError, type Problem } from "../../errors";
import { findConnection } from "../connection/connection-row";
import type { Context } from "../context";
import { fetchPlan } from "./fetch";
import { lookUpPlan } from "./plan-row";

/** Ids of Segment's own. */
const VENDOR_ID = /^tp_/;
const PATH = "validation.trackingPlan";

/**
 * Makes sure that a plan which a definition names is there: it is fetched when
 * the name is Segment's id and was never fetched. Answers what is wrong.
 */
export async function requirePlan(
  ctx: Context,
  destination: string,
  name: string,
): Promise<Problem[]> {
  if ((await lookUpPlan(ctx.workspaceId, name)) !== null) return [];
  if (!VENDOR_ID.test(name))
    return [
      {
        path: PATH,
        message: "There is no such tracking plan in this workspace",
      },
    ];
  try {
    await fetchPlan(await findConnection(ctx, destination), name);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ path: PATH, message: `can't be fetched: ${error.message}` }];
  }
}
