import { keyId } from "../../crypto";
import { database } from "../../db";
import { env } from "../../env";

const KEY = "credentials_key_id";

/**
 * Throws when CREDENTIALS_KEY is neither the key that this database was used
 * with, nor its successor: nothing that is stored could be read.
 */
export async function requireCredentialsKey(): Promise<void> {
  const { CREDENTIALS_KEY, CREDENTIALS_KEY_PREVIOUS } = env();
  const current = keyId(Buffer.from(CREDENTIALS_KEY, "base64"));
  const { prisma } = database();
  const known = await prisma.installation.findUnique({ where: { key: KEY } });
  const previous =
    CREDENTIALS_KEY_PREVIOUS === undefined
      ? null
      : keyId(Buffer.from(CREDENTIALS_KEY_PREVIOUS, "base64"));
  if (known !== null && known.value !== current && known.value !== previous) {
    throw new Error(
      `CREDENTIALS_KEY is not the key of this database (its id is ${known.value}, given was ${current}); to change it, give the old one as CREDENTIALS_KEY_PREVIOUS.`,
    );
  }
  await prisma.installation.upsert({
    where: { key: KEY },
    create: { key: KEY, value: current },
    update: { value: current },
  });
}
