import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../tests/setup/test-database";
import { migrate } from "./migrate";
import { MIGRATIONS_DIR } from "./schema-engine";

test("of four starters at once on an empty database one applies each migration, and none fails", async () => {
  const database = await createTestDatabase();
  const applied = await Promise.all(
    Array.from({ length: 4 }, () => migrate(database.url)),
  );
  const known = readdirSync(MIGRATIONS_DIR, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  expect(applied.flat()).toEqual(known);
  await database.drop();
});
