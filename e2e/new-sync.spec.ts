import { seriousProblems } from "./axe";
import { source, target } from "./editor";
import { expect, test } from "./sluice";

test("a sync is made without a template, and its draft reads another stream from its pipeline", async ({
  signedIn: page,
  api,
}) => {
  await api.install("new-sync");
  await page.goto("/syncs");
  await page.getByRole("button", { name: "Without a template" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From").selectOption("heap-new-sync");
  await dialog.getByLabel("To").selectOption("segment-new-sync");
  await expect(dialog.getByLabel("Name")).toHaveValue(
    "Users to Segment Identify",
  );
  await dialog.getByLabel("Stream").selectOption("Cohort changes");
  await dialog.getByLabel("Action").selectOption("Track");
  // Only what fits is offered: users become no Track calls.
  await dialog.getByLabel("Stream").selectOption("Users");
  await expect(dialog.getByLabel("Action").getByRole("option")).toHaveText([
    "Identify",
  ]);
  await dialog.getByLabel("Name").fill("Who people are");
  expect(await seriousProblems(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Make the draft" }).click();
  await expect(
    page.getByRole("heading", { name: "Who people are" }),
  ).toBeVisible();
  await expect(
    page.getByText(
      "Heap users from heap-new-sync become Identify calls at segment-new-sync.",
    ),
  ).toBeVisible();

  const canvas = page.getByRole("region", { name: "Pipeline" });
  await canvas.getByRole("button", { name: /^Source/ }).click();
  await canvas.getByRole("button", { name: "Change the stream" }).click();
  await dialog.getByLabel("Stream").selectOption("Merges");
  await dialog.getByLabel("Action").selectOption("Alias");
  await expect(dialog).toContainText(/its \d fields are replaced/);
  expect(await seriousProblems(page)).toEqual([]);
  await dialog
    .getByRole("button", { name: "Change, and begin the mapping anew" })
    .click();
  await expect(dialog).toBeHidden();
  await expect(canvas.getByRole("button", { name: /^Source/ })).toContainText(
    "heap-new-sync · merges",
  );
  await canvas.getByRole("button", { name: /^Destination/ }).click();
  await expect(canvas).toContainText("Alias calls at segment-new-sync");
  await expect(
    canvas.getByRole("button", { name: "Change the action" }),
  ).toBeVisible();
  await canvas.getByRole("button", { name: /^Identity/ }).click();
  await expect(canvas).toContainText("“heap-11-{{from_user_id}}”");

  await canvas.getByRole("link", { name: "Change the ids" }).click();
  await expect(target(page, "previousId")).toBeVisible();
  await expect(page.getByText("Merge record")).toBeVisible();
  await expect(source(page, "properties")).toBeHidden();
});
