import { defineConfig } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "./find-browser";

const FIRST = "first-sync.spec.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../.cache/e2e",
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // One Sluice a project, which its tests share: they follow one another.
  workers: 1,
  projects: [
    // What a new owner sees, before anybody else has made anything.
    { name: "new", testMatch: FIRST },
    { name: "used", testIgnore: FIRST },
  ],
  fullyParallel: false,
  reporter: [["list"], ["json", { outputFile: "../.cache/playwright.json" }]],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findBrowser(console.log),
      args: BROWSER_ARGS,
    },
  },
});
