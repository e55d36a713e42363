import { test as base, expect, type Page } from "@playwright/test";
import { createApi } from "../tests/system/api";
import {
  OWNER,
  prepareSluice,
  type RunningSluice,
} from "../tests/system/running-sluice";

type Fixtures = {
  /** A page that nobody is signed in on, without a complaint in its console at the end. */
  page: Page;
  /** The same, signed in as the owner. */
  signedIn: Page;
  api: ReturnType<typeof createApi>;
};

/** What the browser says when a request is refused, as some tests want it to be. */
const EXPECTED = /the server responded with a status of 40[0-9]/;

export const test = base.extend<Fixtures, { sluice: RunningSluice }>({
  sluice: [
    // Playwright reads what a fixture needs from the pattern, an empty one too.
    async ({}, provide) => {
      // Alert channels send to receivers of the tests.
      const sluice = await prepareSluice({ OUTBOUND_ALLOW: "127.0.0.1" });
      await sluice.start();
      await provide(sluice);
      await sluice.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ sluice }, provide) => {
    await provide(sluice.url);
  },
  page: async ({ page }, provide) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !EXPECTED.test(message.text()))
        complaints.push(message.text());
    });
    await provide(page);
    expect(complaints).toEqual([]);
  },
  signedIn: async ({ page }, provide) => {
    await signIn(page);
    await provide(page);
  },
  api: async ({ sluice }, provide) => {
    await provide(createApi(sluice));
  },
});

export async function signIn(page: Page, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}

export { expect };
