import { heapEvents, postPatiently } from "../tests/system/api";
import { seriousProblems } from "./axe";
import { expect, signIn, test } from "./sluice";

/** Calls that Segment would drop: they become dead letters. */
const badEvents = (from: number, count: number) =>
  heapEvents(from, count).map((event) => ({ ...event, properties: "a text" }));

test("dead letters are found by reason, looked at, edited, and replayed with progress", async ({
  page,
  api,
}) => {
  const { syncId, ingestUrl } = await api.install("repair");
  await postPatiently(
    ingestUrl,
    JSON.stringify([...heapEvents(0, 2), ...badEvents(10, 3)]),
  );
  await expect.poll(async () => (await api.ledger(syncId)).invalid).toBe(3);
  // From the run's page to what failed in it.
  await signIn(page, `/runs?sync=${syncId}`);
  await page.getByRole("link", { name: /run 1$/ }).click();
  await page.getByRole("link", { name: "Repair and replay" }).click();
  await page.getByRole("button", { name: "Of one run" }).click();
  await page.getByLabel("State").selectOption("Open");
  const reason = page.getByRole("button", {
    name: /^invalid properties should be an object/,
  });
  await reason.click();
  await expect(page).toHaveURL(/shape=/);
  await expect(page.getByLabel("The record")).toContainText('"a text"');
  expect(await seriousProblems(page)).toEqual([]);

  // One is edited: what it would send is there before anything is sent.
  await page.getByRole("button", { name: "Edit and retry" }).click();
  const dialog = page.getByRole("dialog");
  const editor = dialog.getByRole("textbox", { name: "The record" });
  await expect(dialog.getByText("It would be invalid")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Send" })).toBeDisabled();
  const text = await editor.inputValue();
  await editor.fill(`${text},`);
  await expect(dialog.getByText(/JSON/).first()).toBeVisible();
  await editor.fill(text.replace('"a text"', '{"plan":"edited by hand"}'));
  await expect(dialog.getByLabel("The call that would be sent")).toContainText(
    "edited by hand",
  );
  expect(await seriousProblems(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Send" }).click();
  await expect(dialog.getByText("1 delivered.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(dialog).toBeHidden();

  // The mapping is repaired, and the rest goes through it.
  await api.call("PATCH", `/syncs/${syncId}`, {
    mapping: { event: { path: "event" }, userId: { path: "identity" } },
  });
  await api.call("POST", `/syncs/${syncId}/publish`);
  await page.getByRole("button", { name: "Replay 2", exact: true }).click();
  await expect(dialog).toContainText("Through version 2");
  await dialog.getByRole("button", { name: "Replay", exact: true }).click();
  await expect(dialog.getByText("2 of 2 records taken")).toBeVisible();
  await expect(dialog.getByText("2 delivered.")).toBeVisible();
  await dialog.getByRole("link", { name: /^Open run/ }).click();
  await expect(page.getByText("Replay of 2 dead letters")).toBeVisible();
  await expect(page.locator("[data-outcome=delivered]")).toHaveText("2");
  await page.goto(`/dead-letters?sync=${syncId}`);
  await expect(page.getByText("No open dead letter")).toBeVisible();
});

test("a range of what arrived is looked at first, then replayed", async ({
  signedIn,
  api,
}) => {
  const { syncId, ingestUrl } = await api.install("range");
  await postPatiently(ingestUrl, JSON.stringify(heapEvents(0, 4)));
  await expect.poll(async () => (await api.ledger(syncId)).delivered).toBe(4);
  await signedIn.goto(`/syncs/${syncId}`);
  await signedIn.getByRole("button", { name: "Replay …" }).click();
  const dialog = signedIn.getByRole("dialog");
  await dialog.getByRole("button", { name: "Last hour" }).click();
  await dialog.getByRole("button", { name: "See what it would send" }).click();
  await expect(dialog.locator("[data-preview=send]")).toHaveText("4");
  await expect(dialog.getByText("Segment still knows the ids")).toBeVisible();
  expect(await seriousProblems(signedIn)).toEqual([]);
  await dialog.getByLabel("Deliver them anew").check();
  await dialog.getByRole("button", { name: "See what it would send" }).click();
  await expect(dialog.getByText("generation 1")).toBeVisible();
  await dialog.getByRole("button", { name: "Replay 4" }).click();
  await expect(dialog.getByText("4 delivered.")).toBeVisible();
  await dialog.getByRole("link", { name: /^Open run/ }).click();
  await expect(
    signedIn.getByText(/Replay of 4 records that arrived from/),
  ).toBeVisible();
  expect(await seriousProblems(signedIn)).toEqual([]);
});

test("a pause can drain what is pending first", async ({ signedIn, api }) => {
  const { syncId } = await api.install("drained");
  await signedIn.goto(`/syncs/${syncId}`);
  await signedIn.getByRole("button", { name: "Pause" }).click();
  const dialog = signedIn.getByRole("dialog");
  await expect(dialog.getByLabel("Drain, then pause")).toBeChecked();
  expect(await seriousProblems(signedIn)).toEqual([]);
  await dialog.getByRole("button", { name: "Pause" }).click();
  await expect(dialog).toBeHidden();
  await expect(signedIn.getByRole("button", { name: "Resume" })).toBeVisible();
  await expect(signedIn.getByText("Paused").first()).toBeVisible();
});
