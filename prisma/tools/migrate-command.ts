import { migrate, requireReachable } from "./migrate";

// npm run db:migrate
const databaseUrl = process.env.DATABASE_URL;
if (databaseUrl === undefined) {
  console.error("Set DATABASE_URL to the database that should be migrated.");
  process.exit(1);
}
try {
  await requireReachable(databaseUrl);
  const applied = await migrate(databaseUrl);
  console.log(applied.length === 0 ? "Nothing to apply." : applied.join("\n"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
