import { decryptCredential, encryptCredential, sha256Hex } from "../crypto";
import { database } from "../db";
import { badRequest, conflict } from "../errors";
import type { Context } from "./context";

const KEY_CHARACTERS_MAX = 255;

export type IdempotentCall = { ctx: Context; key: string; request: string };
export type KeptAnswer = { status: number; body: string };

/**
 * Claims a key for a request. Answers what the first such request was
 * answered, or null when this is the first. Throws when the key was used for
 * another request, or when the first one is still under way.
 */
export async function claimIdempotencyKey({
  ctx,
  key,
  request,
}: IdempotentCall): Promise<KeptAnswer | null> {
  if (key === "" || key.length > KEY_CHARACTERS_MAX)
    throw badRequest("Idempotency-Key should have 1 to 255 characters.");
  const { rowCount } = await database().pool.query(
    `INSERT INTO idempotent_answers (workspace_id, key, request) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [ctx.workspaceId, key, sha256Hex(request)],
  );
  if (rowCount === 1) return null;
  const kept = await database().prisma.idempotentAnswer.findUnique({
    where: { workspaceId_key: { workspaceId: ctx.workspaceId, key } },
  });
  if (kept !== null && kept.request !== sha256Hex(request)) {
    throw conflict("This Idempotency-Key was used for another request.");
  }
  if (kept?.status === null || kept?.status === undefined)
    throw conflict(
      "The first request with this Idempotency-Key is still under way.",
    );
  const body =
    kept.body === null ? "" : decryptCredential(kept.body, placeOf(ctx, key));
  return { status: kept.status, body };
}

/** Keeps the answer for repeats; null lets the key be used again. */
export async function keepIdempotentAnswer(
  { ctx, key }: IdempotentCall,
  answer: KeptAnswer | null,
): Promise<void> {
  const where = { workspaceId_key: { workspaceId: ctx.workspaceId, key } };
  if (answer === null)
    await database().prisma.idempotentAnswer.delete({ where });
  else
    await database().prisma.idempotentAnswer.update({
      where,
      data: {
        status: answer.status,
        body: encryptCredential(answer.body, placeOf(ctx, key)),
      },
    });
}

/** An answer may hold a new key or an ingest address: it is kept as credentials are. */
const placeOf = ({ workspaceId }: Context, key: string) => ({
  workspaceId,
  connectionId: "idempotency",
  name: key,
});
