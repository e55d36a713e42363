import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

test("history comes from Heap Connect by a template in three steps, and a later dump brings what changed", async ({
  signedIn: page,
  api,
}) => {
  await page.goto("/templates/heap-connect-events-to-segment-track");
  await page.getByRole("button", { name: "Use the sandbox for both" }).click();
  const from = page.getByLabel("From Heap");
  await expect(from).not.toHaveValue("");
  const heapId = await from.inputValue();
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByRole("button", { name: "Write a sample dump" }).click();
  const name = page.getByLabel("Event of sign_up___completed");
  await expect(name).toHaveValue("Sign Up Completed", { timeout: 30_000 });
  expect(await seriousProblems(page)).toEqual([]);
  await page
    .getByRole("button", { name: "Read all, with these names" })
    .click();
  await name.fill("Report Created");
  await page.getByRole("button", { name: "Save tables" }).click();
  await expect(page.getByText("has this name already").first()).toBeVisible();
  await name.fill("Sign Up - Completed");
  await page.getByRole("button", { name: "Save tables" }).click();
  await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("past and to come")).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();

  await expect(
    page.getByRole("heading", { name: "Heap Connect events to Segment" }),
  ).toBeVisible();
  await expect
    .poll(async () => (await api.stats()).distinctIds, { timeout: 60_000 })
    .toBeGreaterThan(3_000);
  const first = (await api.stats()).distinctIds;

  await page.goto(`/connections/${heapId}`);
  const card = page.getByRole("region", { name: "Heap Connect" });
  await expect(card.getByText("up to date")).toBeVisible({ timeout: 30_000 });
  await card.getByRole("button", { name: "Write a sample dump" }).click();
  await expect
    .poll(async () => (await api.stats()).distinctIds, { timeout: 60_000 })
    .toBeGreaterThan(first);
});
