import type { Page } from "@playwright/test";
import { z } from "zod";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

const BUCKET = {
  settings: { connect: { bucket: "heap-rs3-sandbox", region: "us-east-1" } },
  credentials: {
    s3: { accessKeyId: "sandbox", secretAccessKey: "sandbox-secret" },
  },
};
const WithId = z.object({ id: z.string() });
const Estimate = z.object({
  estimate: z.object({
    ...{ total: z.number(), calls: z.number(), changed: z.number() },
  }),
});

type Api = {
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

async function connect(api: Api): Promise<string> {
  const heap = await api.call("POST", "/connections", {
    ...{ name: "heap-schedule", kind: "heap", credentials: BUCKET.credentials },
    settings: { appId: "11", region: "sandbox", ...BUCKET.settings },
  });
  await api.call("POST", "/connections", {
    ...{ name: "segment-schedule", kind: "segment" },
    settings: { region: "sandbox" },
    credentials: { writeKey: "w".repeat(32) },
  });
  return WithId.parse(heap).id;
}

/** Has the sandbox write a dump of people, and Sluice read it. */
async function bring(
  api: Api,
  { sandboxUrl }: { sandboxUrl: string },
  heapId: string,
  dump: object,
) {
  const written = await fetch(`${sandboxUrl}/_control/connect`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(dump),
  });
  expect(written.status).toBe(200);
  await api.call("POST", `/connections/${heapId}/connect/start`);
}

const estimateOf = async (api: Api, syncId: string) =>
  Estimate.parse(await api.call("POST", `/syncs/${syncId}/estimate`, {}))
    .estimate;

const found = (page: Page, difference: string) =>
  page.locator(`[data-difference="${difference}"]`);

/** On the run's page, once it is over. */
async function succeeded(page: Page) {
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByText("Succeeded", { exact: true })).toBeVisible({
    timeout: 60_000,
  });
}

async function runInAnotherWay(page: Page, way: string) {
  await page.getByRole("button", { name: "Run in another way" }).click();
  await page.getByRole("menuitem", { name: way }).click();
}

test("people are sent on a schedule: all at first, then who changed, and all again when asked", async ({
  signedIn: page,
  api,
  sluice,
}) => {
  const heapId = await connect(api);
  const full = { kind: "full", users: 12, events: 12 };
  await bring(api, sluice, heapId, full);
  await page.goto("/syncs");
  await page.getByRole("button", { name: "Without a template" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From").selectOption("heap-schedule");
  await dialog.getByLabel("To").selectOption("segment-schedule");
  await expect(dialog.getByLabel("When")).toHaveValue("day");
  await dialog.getByLabel("Name").fill("People each night");
  expect(await seriousProblems(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Make the draft" }).click();
  const heading = page.getByRole("heading", { name: "People each night" });
  await expect(heading).toBeVisible();
  await expect(page.getByText("It runs every day at 03:00")).toBeVisible();
  const syncPage = page.url();
  const syncId = syncPage.split("/").at(-1) ?? "";

  await test.step("when it runs is changed in the draft, by keyboard", async () => {
    const canvas = page.getByRole("region", { name: "Pipeline" });
    await canvas.getByRole("button", { name: /^Source/ }).focus();
    await page.keyboard.press("Enter");
    await canvas.getByRole("button", { name: "Change when it runs" }).focus();
    await page.keyboard.press("Enter");
    await dialog.getByLabel("How often").selectOption("Custom cron");
    await dialog.getByLabel("Cron").fill("at night");
    await expect(dialog).toContainText("should be minute, hour, day");
    await expect(
      dialog.getByRole("button", { name: "Use this" }),
    ).toBeDisabled();
    await dialog.getByLabel("How often").selectOption("Every week");
    await dialog.getByLabel("On", { exact: true }).selectOption("Monday");
    await dialog.getByLabel("At", { exact: true }).fill("03:00");
    await dialog.getByLabel("Time zone").fill("Mars/Base");
    await expect(dialog).toContainText("should be a time zone");
    await dialog.getByLabel("Time zone").fill("Europe/Paris");
    await expect(dialog).toContainText(/Next: Mon \d+ \w+, 03:00 Paris/);
    await dialog.getByLabel(/^Mark them/).focus();
    await page.keyboard.press("Space");
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Use this" }).focus();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(canvas).toContainText("every Monday at 03:00, Paris");
    expect(await api.call("GET", `/syncs/${syncId}`)).toMatchObject({
      definition: {
        trigger: { cron: "0 3 * * 1", timezone: "Europe/Paris" },
        snapshot: { onRemoved: "mark", keepPayload: false },
      },
    });
  });

  const { total, calls } = await test.step("people arrive", async () => {
    await expect
      .poll(async () => (await estimateOf(api, syncId)).total, {
        timeout: 60_000,
      })
      .toBeGreaterThanOrEqual(12);
    // Merges come last: whoever became somebody else is left out.
    await expect
      .poll(() => api.call("GET", `/connections/${heapId}/connect`), {
        timeout: 60_000,
      })
      .toMatchObject({ state: "idle" });
    return estimateOf(api, syncId);
  });

  await test.step("what the first run sends is told before it is published", async () => {
    await page.getByRole("button", { name: "Publish" }).click();
    await expect(dialog).toContainText(
      `The first run will send ${calls} Identify calls.`,
    );
    await expect(dialog).toContainText("once a month as a tracked user");
    await expect(dialog).toContainText(/It runs Mon \d+ \w+, 03:00 Paris/);
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Publish" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/Next run in \d+ (hours|days)/)).toBeVisible();
  });

  await test.step("the first run sends everybody", async () => {
    const before = (await api.stats()).distinctIds;
    await page.getByRole("button", { name: "Run now" }).click();
    await succeeded(page);
    await expect(page.getByText("asked for").first()).toBeVisible();
    await expect(page.getByText(`Compared ${total} people.`)).toBeVisible();
    await expect(found(page, "added")).toHaveText(String(calls));
    expect((await api.stats()).distinctIds - before).toBe(calls);
    expect(await seriousProblems(page)).toEqual([]);
  });

  await test.step("another one finds nothing", async () => {
    await page.goto(syncPage);
    await page.getByRole("button", { name: "Run now" }).click();
    await succeeded(page);
    await expect(page.getByText("Nothing had changed.")).toBeVisible();
  });

  await test.step("who changed is sent, and nobody else", async () => {
    const next = { kind: "incremental", changedShare: 0.4 };
    await bring(api, sluice, heapId, next);
    await expect
      .poll(async () => (await estimateOf(api, syncId)).changed, {
        timeout: 60_000,
      })
      .toBeGreaterThan(0);
    const { changed } = await estimateOf(api, syncId);
    await page.goto(syncPage);
    await page.getByRole("button", { name: "Run now" }).click();
    await succeeded(page);
    await expect(found(page, "changed")).toHaveText(String(changed));
    await expect(found(page, "added")).toHaveText("0");
    await page.goto(syncPage);
    const runs = page.getByRole("region", { name: "Runs" });
    await expect(runs.getByText(`${changed} changed`)).toBeVisible();
    await expect(runs.getByText("Nothing had changed")).toBeVisible();
  });

  await test.step("all are compared, and sent again once that was confirmed", async () => {
    await runInAnotherWay(page, "Compare everybody");
    await succeeded(page);
    await expect(found(page, "unchanged")).toHaveText(String(calls));
    await page.goto(syncPage);
    const before = (await api.stats()).distinctIds;
    await runInAnotherWay(page, "Send everybody again");
    await expect(dialog).toContainText(`Up to ${calls} Identify calls`);
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Send everybody again" }).click();
    await succeeded(page);
    await expect(page.getByText("Everybody, to be sent again")).toBeVisible();
    expect((await api.stats()).distinctIds - before).toBe(calls);
  });

  await test.step("a range of time is sent again", async () => {
    await page.goto(syncPage);
    await runInAnotherWay(page, "Backfill a date range");
    await dialog.getByLabel("From").fill("2030-01-01T10:00");
    await expect(dialog).toContainText("should be after the beginning");
    await dialog.getByRole("button", { name: "Last hour" }).click();
    expect(await seriousProblems(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Start the backfill" }).click();
    await succeeded(page);
    await expect(found(page, "changed")).toHaveText(String(calls));
  });
});
