import { defineConfig } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "./find-browser";

export default defineConfig({
  testDir: ".",
  outputDir: "../.cache/e2e",
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // One Sluice, which every test shares: they follow one another.
  workers: 1,
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
