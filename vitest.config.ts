import { defineConfig } from "vitest/config";

// `unit` needs nothing, `integration` starts PostgreSQL, `inngest` and `local` run the local servers, `system` all of
// it as `npm start` does; `long` is what `npm run test:long` takes its time for.
const alias = { "@": import.meta.dirname };
const integration = {
  pool: "forks" as const,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: [
            "{lib,local,inngest,components,app,tests}/**/*.test.{ts,tsx}",
          ],
          exclude: [
            "**/*.integration.test.ts",
            "**/*.system.test.ts",
            "**/*.long.test.ts",
          ],
          // Thousands of generated cases take as long as a busy machine lets them.
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["{lib,inngest,app,prisma,tests}/**/*.integration.test.ts"],
          exclude: ["tests/inngest/**"],
          globalSetup: ["tests/setup/database.ts"],
          ...integration,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "system",
          include: ["tests/system/*.system.test.ts"],
          pool: "forks" as const,
          testTimeout: 240_000,
          hookTimeout: 180_000,
          // Each of them starts, kills and measures: no two at once.
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "long",
          include: ["tests/long/*.long.test.ts"],
          globalSetup: ["tests/setup/database.ts"],
          pool: "forks" as const,
          fileParallelism: false,
          testTimeout: 40 * 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "inngest",
          include: ["tests/inngest/*.integration.test.ts"],
          globalSetup: ["tests/setup/database.ts"],
          ...integration,
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "local",
          include: ["local/**/*.integration.test.ts"],
          globalSetup: ["tests/setup/database.ts"],
          ...integration,
        },
      },
    ],
  },
});
