import { heapEvents, postPatiently } from "../tests/system/api";
import { seriousProblems } from "./axe";
import { saveTheirs } from "./editor";
import { expect, test } from "./sluice";

test("a record's way shows how many went over each line, and each stage opens its panel", async ({
  signedIn: page,
  api,
}) => {
  const { syncId, ingestUrl } = await api.install("pipeline");
  const events = heapEvents(0, 20).map((event, index) =>
    index < 3 ? { ...event, properties: "a text" } : event,
  );
  await postPatiently(ingestUrl, JSON.stringify(events));
  await page.goto(`/syncs/${syncId}`);
  const counts = page.getByRole("table", { name: /by stage/ });
  await expect(
    counts.getByRole("row", { name: "Destination 17 0 rejected" }),
  ).toBeAttached();
  await expect(
    counts.getByRole("row", { name: "Validation 20 3 invalid" }),
  ).toBeAttached();

  const canvas = page.getByRole("region", { name: "Pipeline" });
  for (const stage of [
    ...["Source", "Filter", "Identity", "Mapping", "Validation"],
    "Destination",
  ]) {
    await canvas.getByRole("button", { name: stage }).focus();
    await page.keyboard.press("Enter");
    await expect(
      canvas.getByRole("heading", { name: stage, exact: true }),
    ).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`stage=${stage.toLowerCase()}`));
    expect(await seriousProblems(page), stage).toEqual([]);
  }
  await canvas.getByRole("button", { name: "Validation" }).click();
  await canvas
    .getByRole("link", { name: /properties should be an object/ })
    .click();
  await expect(page.getByRole("heading", { name: "Run 1" })).toBeVisible();
});

test("a filter from the pipeline overwrites no newer draft, and is not lost either", async ({
  signedIn: page,
  api,
}) => {
  const { syncId, ingestUrl } = await api.install("pipeline-race");
  await postPatiently(ingestUrl, JSON.stringify(heapEvents(0, 5)));
  await page.goto(`/syncs/${syncId}?stage=filter`);
  await page.getByRole("button", { name: "Add a filter" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "+ Condition" }).click();
  await dialog.getByLabel("Field", { exact: true }).fill("identity");
  await dialog.getByLabel("Value").fill("nobody");
  await saveTheirs(api, syncId, "properties.theirs");
  await dialog.getByRole("button", { name: "Use this filter" }).click();
  await expect(dialog).toContainText("saved another draft meanwhile");
  // What was built is still there, and goes into the newer draft.
  await dialog.getByRole("button", { name: "Use this filter" }).click();
  await expect(dialog).toBeHidden();
  expect(await api.call("GET", `/syncs/${syncId}`)).toMatchObject({
    definition: {
      source: { where: { path: "identity", op: "=", value: "nobody" } },
      mapping: { "properties.theirs": { value: 1 } },
    },
  });

  // Undo takes back the filter, but not over what somebody saved since.
  await saveTheirs(api, syncId, "properties.theirs");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("saved another draft meanwhile")).toBeVisible();
});

test("a tracking plan is set from the pipeline, in the draft, and taken back", async ({
  signedIn: page,
  api,
}) => {
  const { syncId } = await api.install("pipeline-draft");
  await api.call("POST", "/tracking-plans", {
    ...{ name: "Pipeline plan", format: "csv" },
    content: "event,property,property_type\nSigned Up,plan,text",
  });
  await page.goto(`/syncs/${syncId}?stage=validation`);
  const canvas = page.getByRole("region", { name: "Pipeline" });
  await canvas.getByRole("button", { name: "Hold calls to a plan" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByLabel("Tracking plan")
    .selectOption({ label: "Pipeline plan" });
  await dialog.getByRole("button", { name: "Use this" }).click();
  const stage = canvas.getByRole("button", { name: /^Validation/ });
  await expect(stage).toContainText("draft");
  await expect(stage).toContainText("Pipeline plan · block");
  await canvas.getByRole("button", { name: "Undo" }).click();
  await expect(stage).toContainText("Segment’s own rules");
});

test("how calls are sent is changed from the pipeline, in the draft", async ({
  signedIn: page,
  api,
}) => {
  const { syncId } = await api.install("pipeline-delivery");
  await page.goto(`/syncs/${syncId}?stage=destination`);
  const canvas = page.getByRole("region", { name: "Pipeline" });
  await canvas.getByRole("button", { name: "Change delivery" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Calls a second/).fill("many");
  await dialog.getByLabel("Tries").fill("0");
  await dialog.getByRole("button", { name: "Use this" }).click();
  await expect(dialog).toContainText("should be a number above 0");
  await expect(dialog).toContainText("should be a whole number from 1 to 100");
  expect(await seriousProblems(page)).toEqual([]);
  await dialog.getByLabel(/^Calls a second/).fill("50");
  await dialog.getByLabel("Tries").fill("3");
  await dialog.getByLabel("Order").selectOption("none");
  await dialog.getByRole("button", { name: "Use this" }).click();
  await expect(dialog).toBeHidden();
  await expect(canvas).toContainText(
    "at most 3 tries each, 50 a second, in any order",
  );
  await expect(
    canvas.getByRole("button", { name: /^Destination/ }),
  ).toContainText("draft");
  expect(await api.call("GET", `/syncs/${syncId}`)).toMatchObject({
    definition: {
      delivery: { maxAttempts: 3, ratePerSecond: 50, order: "none" },
    },
  });
});
