import { readFile } from "node:fs/promises";
import { heapEvents, postPatiently } from "../tests/system/api";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

const post = (url: string, from: number, count: number) =>
  postPatiently(url, JSON.stringify(heapEvents(from, count)));

test("the page of a connection says how it does, and who uses it", async ({
  signedIn,
  api,
}) => {
  const { ingestUrl, syncId } = await api.install("status");
  await post(ingestUrl, 0, 20);
  await expect.poll(async () => (await api.ledger(syncId)).delivered).toBe(20);
  await signedIn.goto("/connections");
  await signedIn.getByRole("link", { name: "segment-status" }).click();
  await expect(
    signedIn.getByRole("heading", { name: "segment-status" }),
  ).toBeVisible();
  await expect(signedIn.getByText("Well", { exact: true })).toBeVisible();
  await expect(signedIn.getByText("100 %")).toBeVisible();
  await expect(signedIn.getByText("no limit met yet").first()).toBeVisible();
  await signedIn.getByLabel("Time shown").selectOption("Last hour");
  await expect(signedIn).toHaveURL(/window=1h/);
  await expect(signedIn.getByText("20 in this time")).toBeVisible();
  expect(await seriousProblems(signedIn)).toEqual([]);
  await signedIn.setViewportSize({ width: 390, height: 800 });
  const overflow = await signedIn.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await signedIn.getByRole("link", { name: /to Segment/ }).click();
  await expect(signedIn).toHaveURL(new RegExp(`/syncs/${syncId}$`));
});

test("a connection that is not there is not there", async ({ signedIn }) => {
  await signedIn.goto("/connections/con_nothing");
  await expect(signedIn.getByText("There is no such connection")).toBeVisible();
});

test("the log of a run is followed live, held still, filtered and kept", async ({
  signedIn,
  api,
}) => {
  const { ingestUrl, syncId } = await api.install("logged");
  await post(ingestUrl, 100, 3);
  await signedIn.goto(`/syncs/${syncId}`);
  await signedIn.getByRole("link", { name: "Run 1" }).click();
  const log = signedIn.getByRole("region", { name: "Log", exact: true });
  await expect(log.getByText(/^Chunk 1: 3 read, 3 delivered/)).toBeVisible();
  await expect(log.getByText("live", { exact: true })).toBeVisible();
  await post(ingestUrl, 200, 4);
  await expect(log.getByText(/^Chunk 2: 4 read, 4 delivered/)).toBeVisible();
  expect(await seriousProblems(signedIn)).toEqual([]);

  await log.getByRole("button", { name: "Pause" }).click();
  await post(ingestUrl, 300, 5);
  await expect(log.getByText("paused, 1 new")).toBeVisible();
  await expect(log.getByText(/^Chunk 3/)).toBeHidden();
  await log.getByRole("button", { name: "Go on" }).click();
  await expect(log.getByText(/^Chunk 3: 5 read/)).toBeVisible();

  await log.getByLabel("Lines shown").selectOption("Errors");
  await expect(log.getByText("No line of this kind")).toBeVisible();
  const download = signedIn.waitForEvent("download");
  await log.getByRole("link", { name: "Download" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text).toMatch(/ INFO {2}opened .*version 1\./);
  expect(text).toContain("Chunk 3: 5 read, 5 delivered");
  expect(text).not.toContain("acme.io");
  await log.getByLabel("Lines shown").selectOption("All lines");
  await api.call("POST", `/syncs/${syncId}/pause`);
  await expect(log.getByText(/^Run ended, succeeded/)).toBeVisible();
  await expect(log.getByText("complete")).toBeVisible();
});

test("metrics are for this machine or a key, over a real socket", async ({
  sluice,
  api,
}) => {
  const { ingestUrl } = await api.install("measured");
  await post(ingestUrl, 400, 2);
  const ask = (headers: Record<string, string>) =>
    fetch(`${sluice.url}/metrics`, { headers });
  const local = await ask({});
  expect(local.status).toBe(200);
  const text = await local.text();
  expect(text).toContain("# TYPE sluice_sync_records_total counter");
  await expect
    .poll(async () => (await ask({})).text(), { timeout: 30_000 })
    .toMatch(/sluice_step_duration_seconds_count\{.*role="worker"/);
  for (const headers of [
    { "x-forwarded-for": "127.0.0.1" },
    { forwarded: "for=127.0.0.1" },
    { "x-forwarded-for": "10.1.1.1", "x-sluice-local": "1" },
  ] as Record<string, string>[])
    expect((await ask(headers)).status).toBe(401);
});
