import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** Switches that keep a browser quiet in a container, as root, without a screen. */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const DOWNLOAD_MS_MAX = 180_000;
const PACKAGE_MS_MAX = 300_000;

/**
 * The browser to test with: an installed Chromium or Chrome, else Playwright's
 * own download, else (as root on Debian) the package `chromium`. Throws with
 * what to install when there is none.
 */
export function findBrowser(log: (line: string) => void): string {
  const present = installedBrowser();
  if (present !== null) return present;
  log("No browser is installed: downloading Chromium …");
  run("npx", ["playwright", "install", "chromium"], DOWNLOAD_MS_MAX);
  const downloaded = installedBrowser();
  if (downloaded !== null) return downloaded;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    log("The download failed: installing the package chromium …");
    run("apt-get", ["update"], PACKAGE_MS_MAX);
    run("apt-get", ["install", "-y", "chromium"], PACKAGE_MS_MAX);
  }
  const packaged = installedBrowser();
  if (packaged !== null) return packaged;
  throw new Error(
    "The browser tests need Chromium or Chrome: install one, or run `npx playwright install chromium`.",
  );
}

function installedBrowser(): string | null {
  return (
    [...INSTALLED, chromium.executablePath()].find((path) =>
      existsSync(path),
    ) ?? null
  );
}

function run(command: string, args: string[], timeoutMs: number): void {
  spawnSync(command, args, {
    stdio: "ignore",
    timeout: timeoutMs,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
