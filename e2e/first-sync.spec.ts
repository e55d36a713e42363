import { expect, signIn, test } from "./sluice";

test("a new owner signs in, connects both ends, installs a template, and watches a sample arrive", async ({
  page,
  api,
}) => {
  await signIn(page);
  await expect(page.getByText("Nothing flows yet")).toBeVisible();

  await page.getByRole("link", { name: "Pick a template" }).click();
  await page.getByRole("link", { name: "Use template" }).first().click();

  await page.getByRole("button", { name: "New Heap connection" }).click();
  await page.getByLabel("Environment ID").fill("eleven");
  await page.getByLabel("Region", { exact: true }).selectOption("Sandbox");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("should be the digits")).toBeVisible();
  await page.getByLabel("Environment ID").fill("11");
  await page.getByRole("button", { name: "Connect", exact: true }).click();

  await page.getByRole("button", { name: "New Segment connection" }).click();
  await page.getByLabel("Write key").fill("w".repeat(32));
  await page.getByLabel("Region", { exact: true }).selectOption("Sandbox");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByLabel("Which Heap events").fill("Sign Up - Completed");
  await page.getByLabel("Name in Segment").fill("Signed Up");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(
    page.getByText("from now on becomes a Track call"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();

  await expect(
    page.getByRole("heading", { name: "Sign Up - Completed to Segment" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Send a sample" }).click();
  await expect(page.locator("[data-outcome=delivered]")).toHaveText("5");
  expect((await api.stats()).distinctIds).toBe(5);

  await page.getByRole("link", { name: "Run 1" }).click();
  await expect(page.getByText("chunk 1", { exact: true })).toBeVisible();
  await expect(page.getByLabel("The call")).toContainText('"Signed Up"');
  await page
    .getByRole("link", { name: "Sign Up - Completed to Segment" })
    .click();
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByRole("heading", { name: "Run 2" })).toBeVisible();
  await expect(page.getByText("Succeeded", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Runs", exact: true }).first().click();
  await expect(
    page.getByText("Succeeded", { exact: true }).nth(1),
  ).toBeVisible();
});
