import { hash, verify } from "@node-rs/argon2";

/** OWASP's least for argon2id; the library's default algorithm is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string) => hash(password, COST);

/** A wrong name must take as long as a wrong password: then this stands in. */
const nobodysHash = hashPassword("nobody has this password");

export async function passwordMatches(
  stored: string | null,
  password: string,
): Promise<boolean> {
  const matches = await verify(stored ?? (await nobodysHash), password);
  return stored !== null && matches;
}
