import type { Page } from "@playwright/test";
import { seriousProblems } from "./axe";
import {
  addField,
  drag,
  FIELDS,
  mappingOf,
  open,
  openNew,
  aSync,
  saved,
  source,
  target,
} from "./editor";
import { expect, test } from "./sluice";

/** What a person would name them at Segment; two of them are Heap's own ids. */
const PAIRS: [from: string, to: string][] = [
  ["identity", "userId"],
  ["time", "timestamp"],
  ...FIELDS.map((name): [string, string] => [
    `properties.${name}`,
    `properties.${name}`,
  ]),
];

const wanted = {
  event: { value: "Signed Up" },
  ...Object.fromEntries(PAIRS.map(([from, to]) => [to, { path: from }])),
};

test("a mapping of twelve fields is built by dragging", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  for (const [from, to] of PAIRS) {
    if ((await target(page, to).count()) === 0) await addField(page, to);
    await drag(page, from, to);
  }
  await saved(page);
  expect(await mappingOf(api, id)).toEqual(wanted);
  await expect(page.getByLabel("The call", { exact: true })).toContainText(
    '"plan_name": "plan_name value"',
  );
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("The call", { exact: true })).not.toContainText(
    '"city"',
  );
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(page.getByLabel("The call", { exact: true })).toContainText(
    '"city"',
  );
});

test("the same mapping is built by keyboard alone", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  await page
    .getByLabel("Another field of the call")
    .locator("visible=true")
    .focus();
  for (const [, to] of PAIRS.slice(2)) {
    await page.keyboard.type(to);
    await page.keyboard.press("Enter");
    await expect(target(page, to)).toBeVisible();
  }
  for (const [from, to] of PAIRS) {
    await press(page, "source", from);
    await expect(target(page, "event")).toBeFocused();
    await press(page, "target", to);
    await expect(target(page, to)).toHaveAccessibleName(/made from/);
  }
  await saved(page);
  expect(await mappingOf(api, id)).toEqual(wanted);
  // What is picked up can be let go.
  await press(page, "source", "identity");
  await page.keyboard.press("Escape");
  await expect(source(page, "identity")).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await expect(source(page, "identity")).toBeFocused();
});

/** Goes to a row of a column by the arrows, and presses Enter. */
async function press(page: Page, kind: "source" | "target", path: string) {
  const column = page.locator(`[data-${kind}]`);
  const places = await column.evaluateAll(
    (rows, name) => rows.map((row) => row.getAttribute(`data-${name}`)),
    kind,
  );
  if (kind === "source") await column.first().focus();
  for (let at = 0; at < places.indexOf(path); at += 1)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

test("a version is published with a note, and an older one restored", async ({
  signedIn: page,
  api,
}) => {
  const id = await aSync(api);
  const before = await mappingOf(api, id);
  await api.call("POST", `/syncs/${id}/publish`, { note: "Bare" });
  await open(page, id);
  await drag(page, "identity", "userId");
  await page.getByRole("button", { name: "Publish v2" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("30 of the last 30 records would go out");
  await expect(dialog).toContainText("userId");
  await dialog.getByLabel("Note").fill("Whose it is");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Publish v3" })).toBeVisible();

  await page.getByRole("button", { name: "Versions" }).click();
  await expect(dialog).toContainText("Whose it is");
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await expect(page.getByText("Draft of v3")).toBeVisible();
  await saved(page);
  expect(await mappingOf(api, id)).toEqual(before);
});

test("a problem shows on its field and its record, and is answered there", async ({
  signedIn: page,
  api,
}) => {
  await openNew(page, api);
  await drag(page, "identity", "userId");
  await addField(page, "properties.revenue");
  await drag(page, "properties.company", "properties.revenue");
  await expect(
    page.getByRole("button", {
      name: "properties.revenue should be a number but it is",
    }),
  ).toBeVisible();
  await page.getByLabel("If it can’t be converted").selectOption("omit");
  await expect(page.getByLabel("The call", { exact: true })).not.toContainText(
    "revenue",
  );
  await page.getByRole("button", { name: "Send this one now" }).click();
  await expect(page.getByText("Segment answered 200")).toBeVisible();
});

test("a step is added on its line, and shows what goes in and comes out", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  await addField(page, "properties.company");
  await drag(page, "properties.company", "properties.company");
  await page
    .getByRole("button", { name: "Add a step to properties.company" })
    .click();
  await page.getByRole("menuitem", { name: "Upper case" }).click();
  const chip = page.getByRole("button", {
    name: "upper case, step 1 of properties.company",
  });
  await chip.hover();
  await expect(chip).toHaveAttribute(
    "title",
    '"company value" → "COMPANY VALUE"',
  );
  await chip.press("Enter");
  const step = page.getByRole("dialog", { name: /^upper case, step 1/ });
  await expect(step).toContainText('In"company value"');
  await expect(step).toContainText('→"COMPANY VALUE"');
  await page.keyboard.press("Escape");
  await saved(page);
  expect(await mappingOf(api, id)).toMatchObject({
    "properties.company": {
      ...{ fn: "uppercase", args: [{ path: "properties.company" }] },
    },
  });
});

test("a choice and many fields at once are made without writing any of it", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  await addField(page, "properties.tier");
  await target(page, "properties.tier").click();
  const panel = page.getByRole("region", {
    name: "How properties.tier is made",
  });
  await panel.getByLabel("Made from").selectOption("A choice");
  await panel.getByRole("button", { name: "Change the condition" }).click();
  const dialog = page.getByRole("dialog", { name: "When" });
  await dialog.getByLabel("Field", { exact: true }).fill("properties.seats");
  await dialog.getByRole("button", { name: "Use this condition" }).click();
  await panel
    .getByRole("group", { name: "Then" })
    .getByLabel("Made from")
    .selectOption("A constant");
  await panel
    .getByRole("group", { name: "Then" })
    .getByLabel("Value", { exact: true })
    .fill("paid");
  await panel.getByRole("button", { name: "+ Something else" }).click();
  await panel
    .getByRole("group", { name: "Otherwise" })
    .getByLabel("Value", { exact: true })
    .fill("free");
  await expect(page.getByLabel("The call", { exact: true })).toContainText(
    '"tier": "paid"',
  );

  await addField(page, "properties.*");
  await target(page, "properties.*").click();
  const many = page.getByRole("region", { name: "How properties.* is made" });
  await many.getByLabel("Made from").selectOption("Many fields of an object");
  await many.getByLabel("Which of its fields").selectOption("Only these");
  await many.getByLabel("Names of fields").fill("plan_name");
  await many.getByLabel("Names of fields").press("Enter");
  await many.getByLabel("Named").selectOption("like planName");
  await saved(page);
  expect(await mappingOf(api, id)).toMatchObject({
    "properties.tier": {
      when: { path: "properties.seats", op: "exists" },
      ...{ then: { value: "paid" }, else: { value: "free" } },
    },
    "properties.*": {
      ...{ pick: "properties", only: ["plan_name"], rename: "camelCase" },
    },
  });
});

test("suggestions say why, and take what is clear", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  await page.getByRole("button", { name: /^Suggest/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("a Heap user_id is a cookie’s number");
  await page.getByRole("button", { name: "Accept timestamp" }).click();
  await saved(page);
  expect(await mappingOf(api, id)).toMatchObject({
    timestamp: { path: "time" },
  });
});

test("a filter and a tracking plan are set on the record's way", async ({
  signedIn: page,
  api,
}) => {
  const id = await aSync(api, { publicApiToken: "token" });
  await open(page, id);
  await page.getByRole("button", { name: "Filter · none" }).click();
  await page.getByRole("button", { name: "+ Condition" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Field", { exact: true }).fill("identity");
  await dialog.getByLabel("Value").fill("nobody");
  await page.getByRole("button", { name: "Use this filter" }).click();
  await expect(
    page.getByText("The filter leaves this record out"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();

  await page.getByRole("button", { name: "Validation · none" }).click();
  await page.getByLabel("Tracking plan").selectOption("tp_web");
  await page.getByRole("button", { name: "Use this" }).click();
  await saved(page);
  await expect(
    page.getByRole("button", {
      name: "properties is required by the plan",
    }),
  ).toBeVisible();
});

test("the editor has no serious problem for assistive technology", async ({
  signedIn: page,
  api,
}) => {
  await openNew(page, api);
  await target(page, "userId").click();
  for (const view of ["columns", "table"]) {
    if (view === "table")
      await page.getByRole("button", { name: "As a table" }).click();
    expect(await seriousProblems(page), view).toEqual([]);
  }
});
