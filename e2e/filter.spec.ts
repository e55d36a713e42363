import type { Locator, Page } from "@playwright/test";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

type Api = {
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

const PLANS = ["pro", "free", "team"];
const RECORDS = 60;

let names = 0;

/** A sync without a filter, and sixty records: a third of each plan, every second one of many seats. */
async function aSync(api: Api): Promise<string> {
  names += 1;
  const heap = (await api.call("POST", "/connections", {
    ...{ name: `heap-filter-${names}`, kind: "heap" },
    settings: { appId: "11", region: "sandbox" },
  })) as { ingestUrl: string };
  await api.call("POST", "/connections", {
    ...{ name: `segment-filter-${names}`, kind: "segment" },
    settings: { region: "sandbox" },
    credentials: { writeKey: "w".repeat(32) },
  });
  const { id } = (await api.call("POST", "/syncs", {
    name: `Filtered ${names}`,
    source: { connection: `heap-filter-${names}`, stream: "events" },
    destination: {
      ...{ connection: `segment-filter-${names}`, action: "segment.track" },
    },
    mapping: { event: { value: "Signed Up" }, userId: { path: "identity" } },
  })) as { id: string };
  const records = Array.from({ length: RECORDS }, (_, index) => ({
    ...{ event_id: `${names}-${index}`, identity: `user-${index}@acme.io` },
    event: index % 4 === 0 ? "Sign In" : "Sign Up",
    time: "2026-11-01T10:00:00Z",
    properties: {
      plan: PLANS[index % 3],
      seats: index % 2 === 0 ? 3 : 12,
      isTrial: index % 2 === 0,
    },
  }));
  await fetch(heap.ingestUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(records),
  });
  return id;
}

async function openFilter(page: Page, id: string): Promise<Locator> {
  await page.goto(`/syncs/${id}/mapping`);
  await page.getByRole("button", { name: /^Filter ·/ }).click();
  const dialog = page.getByRole("dialog", { name: "Filter" });
  await expect(dialog).toContainText("Without a condition every record");
  return dialog;
}

async function whereOf(api: Api, id: string) {
  const sync = (await api.call("GET", `/syncs/${id}`)) as {
    definition: { source: { where: unknown } };
  };
  return sync.definition.source.where;
}

const source = (dialog: Locator, path: string) =>
  dialog.locator(`[data-source="${path}"]`);

/** The row of a condition, by what it says. */
const row = (dialog: Locator, words: string) =>
  dialog.getByRole("group", { name: words, exact: true });

const count = (dialog: Locator, taken: number) =>
  expect(dialog.getByText(/of the last 60 records match/)).toContainText(
    `${taken} of the last 60 records match`,
  );

/** Drags from the middle of one element to a point of another. */
async function drag(from: Locator, to: Locator, at: "top" | "middle" | "end") {
  await from.scrollIntoViewIfNeeded();
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  if (start === null || end === null) throw new Error("Nothing to drag");
  const y = { top: -3, middle: end.height / 2, end: end.height + 3 }[at];
  const { mouse } = from.page();
  await mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await mouse.down();
  await mouse.move(end.x + 200, end.y + y + 20, { steps: 4 });
  await mouse.move(end.x + 200, end.y + y, { steps: 4 });
  await mouse.up();
}

const WANTED = {
  all: [
    { path: "event", op: "=", value: "Sign Up" },
    {
      any: [
        { path: "properties.plan", op: "=", value: "free" },
        { path: "properties.seats", op: ">", value: 5 },
      ],
    },
  ],
};

async function useAndRead(page: Page, dialog: Locator, api: Api, id: string) {
  await dialog.getByRole("button", { name: "Use this filter" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^saved /)).toBeVisible();
  return whereOf(api, id);
}

test("a nested filter is built by dragging, reordered, counted and used", async ({
  signedIn: page,
  api,
}) => {
  const id = await aSync(api);
  const dialog = await openFilter(page, id);
  await count(dialog, 60);
  const empty = dialog.getByText("Drag a field here");
  await drag(source(dialog, "event"), empty, "middle");
  await expect(row(dialog, "event is “Sign Up”")).toContainText("45 of 60");
  await count(dialog, 45);

  await dialog.getByRole("button", { name: "+ Group" }).click();
  await drag(source(dialog, "properties.seats"), empty, "middle");
  const seats = row(dialog, "properties.seats is 12");
  await seats.getByLabel("Comparison").selectOption("is above");
  await row(dialog, "properties.seats is above 12")
    .getByLabel("Value")
    .fill("5");
  await drag(
    source(dialog, "properties.plan"),
    row(dialog, "properties.seats is above 5"),
    "end",
  );
  await row(dialog, "properties.plan is “team”")
    .getByLabel("Value")
    .fill("free");
  await count(dialog, 35);

  // A condition is dragged past another, out of its group, and back.
  const plan = row(dialog, "properties.plan is “free”");
  const handle = (of: Locator) => of.getByRole("button", { name: /^Move / });
  await drag(handle(plan), row(dialog, "properties.seats is above 5"), "top");
  const group = row(dialog, "the group “any of” of 2");
  await expect(group.getByRole("group").first()).toHaveAccessibleName(
    "properties.plan is “free”",
  );
  await drag(handle(plan), row(dialog, "event is “Sign Up”"), "top");
  await expect(row(dialog, "the group “any of” of 1")).toBeVisible();
  await count(dialog, 10);
  await drag(handle(plan), row(dialog, "properties.seats is above 5"), "top");
  await expect(group).toBeVisible();

  await dialog.getByRole("button", { name: "Show records" }).click();
  await expect(dialog.getByLabel("Match", { exact: true })).toContainText(
    "3 of 35",
  );
  await expect(dialog.getByLabel("Left out")).toContainText("3 of 25");
  expect(await seriousProblems(page)).toEqual([]);
  expect(await useAndRead(page, dialog, api, id)).toEqual(WANTED);
});

test("the same filter is built by keyboard alone", async ({
  signedIn: page,
  api,
}) => {
  const id = await aSync(api);
  const dialog = await openFilter(page, id);
  const { keyboard } = page;
  await pickUp(dialog, "event");
  await keyboard.press("Enter");
  await expect(row(dialog, "event is “Sign Up”")).toBeVisible();
  await expect(
    dialog.getByRole("button", { name: "Move event is “Sign Up”" }),
  ).toBeFocused();

  await pickUp(dialog, "properties.plan");
  await keyboard.press("Enter");
  await expect(
    dialog.getByRole("button", { name: "Move properties.plan is “team”" }),
  ).toBeFocused();
  for (const key of ["Tab", "Tab", "Tab", "ControlOrMeta+a"])
    await keyboard.press(key);
  await keyboard.type("free");
  for (const key of ["Shift+Tab", "Shift+Tab", "Shift+Tab"])
    await keyboard.press(key);
  // Down past the event, and into a group of its own.
  await keyboard.press("Alt+ArrowDown");
  await keyboard.press("Alt+ArrowRight");
  await expect(row(dialog, "the group “any of” of 1")).toBeVisible();
  await expect(
    dialog.getByRole("button", { name: "Move properties.plan is “free”" }),
  ).toBeFocused();

  await pickUp(dialog, "properties.seats");
  for (let at = 0; at < 3; at += 1) await keyboard.press("ArrowDown");
  await expect(
    dialog.getByRole("button", { name: /at place 2 in “any of”$/ }),
  ).toBeFocused();
  await keyboard.press("Enter");
  for (const key of ["Tab", "Tab", "ArrowDown", "ArrowDown", "Tab"])
    await keyboard.press(key);
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("5");
  await count(dialog, 35);

  // What is held can be let go, which closes nothing.
  await pickUp(dialog, "identity");
  await keyboard.press("Escape");
  await expect(source(dialog, "identity")).toBeFocused();
  await expect(source(dialog, "identity")).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await dialog.getByRole("button", { name: "Use this filter" }).focus();
  await keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^saved /)).toBeVisible();
  expect(await whereOf(api, id)).toEqual(WANTED);
});

/** Goes to a field by the arrows and presses Enter: the first place has the focus then. */
async function pickUp(dialog: Locator, path: string) {
  const fields = dialog.locator("[data-source]");
  const paths = await fields.evaluateAll((all) =>
    all.map((one) => one.getAttribute("data-source")),
  );
  await fields.first().focus();
  const { keyboard } = dialog.page();
  for (let at = 0; at < paths.indexOf(path); at += 1)
    await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(dialog.locator("[data-place]").first()).toBeFocused();
  await expect(source(dialog, path)).toHaveAttribute("aria-pressed", "true");
  await expect(dialog.getByText(`${path} is picked up.`)).toBeAttached();
}

test("a filter's steps go back, its gaps keep it from use, and Cancel gives it up", async ({
  signedIn: page,
  api,
}) => {
  const id = await aSync(api);
  const dialog = await openFilter(page, id);
  await dialog.getByRole("button", { name: "+ Condition" }).click();
  await expect(dialog.getByLabel("Field", { exact: true })).toBeFocused();
  await expect(dialog.getByText("Choose a field.")).toBeVisible();
  const use = dialog.getByRole("button", { name: "Use this filter" });
  await expect(use).toBeDisabled();
  await page.keyboard.type("event");
  await dialog.getByLabel("Comparison").selectOption("is one of");
  await dialog.getByLabel("Value").fill("Sign In");
  await dialog.getByLabel("Value").press("Enter");
  await dialog.getByLabel("Value").fill("Sign Up");
  await dialog.getByLabel("Value").press("Enter");
  await count(dialog, 60);
  await dialog.getByRole("button", { name: "Remove Sign Up" }).click();
  await count(dialog, 15);
  await expect(use).toBeEnabled();

  const menu = async (of: string, item: string) => {
    await dialog
      .getByRole("button", { name: `What to do with ${of}` })
      .first()
      .click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await menu("event is one of “Sign In”", "Duplicate");
  await menu("event is one of “Sign In”", "Into a new group");
  const group = row(dialog, "the group “any of” of 1");
  await expect(group).toBeVisible();
  await menu("the group “any of” of 1", "Take the group apart");
  await expect(group).toBeHidden();
  await menu("event is one of “Sign In”", "Remove");
  await expect(row(dialog, "event is one of “Sign In”")).toHaveCount(1);
  const move = dialog.getByRole("button", { name: /^Move / });
  await expect(move).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(row(dialog, "event is one of “Sign In”")).toHaveCount(2);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(row(dialog, "event is one of “Sign In”")).toHaveCount(1);

  await dialog.getByLabel("Comparison").selectOption("matches the pattern");
  await dialog.getByLabel("Value").fill("(?=x)");
  await expect(dialog.getByText(/^. ?Give a regular expression/)).toBeVisible();
  await expect(use).toBeDisabled();
  // Nothing is given up by Escape once something was built.
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  expect(await whereOf(api, id)).toBeUndefined();
});

test("on a narrow screen a filter is built by its paths", async ({
  signedIn: page,
  api,
}) => {
  const id = await aSync(api);
  await page.setViewportSize({ width: 390, height: 844 });
  const dialog = await openFilter(page, id);
  await expect(dialog.locator("[data-source]").first()).toBeHidden();
  await dialog.getByRole("button", { name: "+ Condition" }).click();
  await page.keyboard.type("properties.isTrial");
  await dialog.getByLabel("Value", { exact: true }).selectOption("yes");
  await count(dialog, 30);
  expect(await seriousProblems(page)).toEqual([]);
  expect(await useAndRead(page, dialog, api, id)).toEqual({
    ...{ path: "properties.isTrial", op: "=", value: true },
  });
});
