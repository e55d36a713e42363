import { database } from "../../db";
import { passwordMatches } from "./passwords";

const FREE_FAILURES = 5;
const BLOCK_BASE_MS = 2_000;
const BLOCK_CAP_MS = 15 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;
const ADDRESS_FREE_FAILURES = 50;

export type SignInOutcome =
  | { kind: "signed-in"; user: { id: string; email: string; name: string } }
  | { kind: "refused" }
  | { kind: "throttled" };

/**
 * Checks e-mail and password. Failures are counted per account and per address
 * in the database; after five, each further try has to wait twice as long.
 */
export async function signIn(input: {
  email: string;
  password: string;
  address: string;
  now: Date;
}): Promise<SignInOutcome> {
  const email = input.email.trim().toLowerCase();
  const keys = [
    { key: `account:${email}`, free: FREE_FAILURES },
    { key: `address:${input.address}`, free: ADDRESS_FREE_FAILURES },
  ];
  const { prisma } = database();
  const blocked = await prisma.signInAttempt.findFirst({
    where: {
      key: { in: keys.map(({ key }) => key) },
      blockedUntil: { gt: input.now },
    },
  });
  if (blocked !== null) return { kind: "throttled" };
  const user = await prisma.user.findUnique({ where: { email } });
  if (
    (await passwordMatches(user?.passwordHash ?? null, input.password)) &&
    user !== null
  ) {
    await prisma.signInAttempt.deleteMany({
      where: { key: `account:${email}` },
    });
    return {
      kind: "signed-in",
      user: { id: user.id, email: user.email, name: user.name },
    };
  }
  for (const { key, free } of keys) await countFailure(key, free, input.now);
  return { kind: "refused" };
}

async function countFailure(
  key: string,
  free: number,
  now: Date,
): Promise<void> {
  const forgottenBefore = new Date(now.getTime() - FORGET_AFTER_MS);
  await database().pool.query(
    `INSERT INTO sign_in_attempts AS a (key, failures, first_at, blocked_until) VALUES ($1, 1, $2, $2)
     ON CONFLICT (key) DO UPDATE SET
       failures = CASE WHEN a.blocked_until < $3 THEN 1 ELSE a.failures + 1 END,
       first_at = CASE WHEN a.blocked_until < $3 THEN $2 ELSE a.first_at END,
       blocked_until = $2::timestamptz + interval '1 millisecond' *
         CASE WHEN a.failures + 1 < $4 THEN 0 ELSE least($6, $5 * power(2, least(a.failures + 1 - $4, 20))) END`,
    [key, now, forgottenBefore, free, BLOCK_BASE_MS, BLOCK_CAP_MS],
  );
}
