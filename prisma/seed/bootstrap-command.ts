import { requireCredentialsKey } from "../../lib/services/workspace/credentials-key";
import { bootstrap } from "../../lib/services/workspace/bootstrap";
import { database } from "../../lib/db";
import { env } from "../../lib/env";
import { withSetupLock } from "../tools/setup-lock";

// Run at each start: the first owner, and whether the credentials key is the one that was used so far.
try {
  const email = process.env.BOOTSTRAP_EMAIL ?? "";
  const password = process.env.BOOTSTRAP_PASSWORD ?? "";
  if (email === "" || password === "")
    throw new Error("Set BOOTSTRAP_EMAIL and BOOTSTRAP_PASSWORD.");
  const isNew = await withSetupLock(env().DATABASE_URL, async () => {
    await requireCredentialsKey();
    const apiKey = process.env.BOOTSTRAP_API_KEY || null;
    return bootstrap({ email, password, apiKey });
  });
  if (isNew && process.env.BOOTSTRAP_DEMO === "1") {
    console.log(
      `Sign in as ${email} with the password ${password} (shown this once)`,
    );
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await database().prisma.$disconnect();
  await database().pool.end();
}
