import { database } from "../../db";
import type { CheckResult } from "./schemas";

/** Keeps how a connection's last check went: alerts tell when a used one failed. */
export async function keepCheck(
  connectionId: string,
  { ok, detail }: CheckResult,
  checkedAt: Date,
): Promise<void> {
  await database().prisma.connectionCheck.upsert({
    where: { connectionId },
    create: { connectionId, ok, detail, checkedAt },
    update: { ok, detail, checkedAt },
  });
}
