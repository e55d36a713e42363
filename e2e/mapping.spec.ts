import type { Page } from "@playwright/test";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

const FIELDS = [
  ...["plan_name", "seats", "amount_usd", "utm_source", "company", "country"],
  ...["browser", "path", "referrer", "city"],
];
/** What a person would name them at Segment; two of them are Heap's own ids. */
const PAIRS: [from: string, to: string][] = [
  ["identity", "userId"],
  ["time", "timestamp"],
  ...FIELDS.map((name): [string, string] => [
    `properties.${name}`,
    `properties.${name}`,
  ]),
];

type Api = {
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

let names = 0;

/** A sync with records of twelve fields, and a mapping that has only an event. */
async function aSync(api: Api, credentials: object = {}): Promise<string> {
  names += 1;
  const heap = (await api.call("POST", "/connections", {
    ...{ name: `heap-map-${names}`, kind: "heap" },
    settings: { appId: "11", region: "sandbox" },
  })) as { ingestUrl: string };
  await api.call("POST", "/connections", {
    ...{ name: `segment-map-${names}`, kind: "segment" },
    settings: { region: "sandbox" },
    credentials: { writeKey: "w".repeat(32), ...credentials },
  });
  const { id } = (await api.call("POST", "/syncs", {
    name: `Mapped ${names}`,
    source: { connection: `heap-map-${names}`, stream: "events" },
    destination: {
      ...{ connection: `segment-map-${names}`, action: "segment.track" },
    },
    mapping: { event: { value: "Signed Up" }, userId: { value: "nobody" } },
  })) as { id: string };
  const properties = Object.fromEntries(
    FIELDS.map((name) => [name, name === "seats" ? "12" : `${name} value`]),
  );
  const records = Array.from({ length: 30 }, (_, index) => ({
    ...{ event_id: `${names}-${index}`, event: "Sign Up", properties },
    ...{ identity: `user-${index}@acme.io`, time: "2026-11-01T10:00:00Z" },
  }));
  await fetch(heap.ingestUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(records),
  });
  return id;
}

async function open(page: Page, id: string) {
  await page.goto(`/syncs/${id}/mapping`);
  await expect(source(page, "identity")).toBeVisible();
}

async function openNew(page: Page, api: Api): Promise<string> {
  const id = await aSync(api);
  await open(page, id);
  return id;
}

const source = (page: Page, path: string) =>
  page.locator(`[data-source="${path}"]`);
const target = (page: Page, path: string) =>
  page.locator(`[data-target="${path}"]`);
const saved = (page: Page) => expect(page.getByText(/^saved /)).toBeVisible();

async function addField(page: Page, path: string) {
  const input = page.getByLabel("Another field of the call");
  await input.locator("visible=true").fill(path);
  await input.locator("visible=true").press("Enter");
}

async function mappingOf(api: Api, id: string) {
  const sync = (await api.call("GET", `/syncs/${id}`)) as {
    definition: { mapping: Record<string, unknown> };
  };
  return sync.definition.mapping;
}

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

async function drag(page: Page, from: string, to: string) {
  await source(page, from).scrollIntoViewIfNeeded();
  const start = await source(page, from).boundingBox();
  const end = await target(page, to).boundingBox();
  if (start === null || end === null) throw new Error(`${from} or ${to} hides`);
  await page.mouse.move(start.x + 40, start.y + 17);
  await page.mouse.down();
  await page.mouse.move(end.x + 60, end.y + 17, { steps: 6 });
  await page.mouse.up();
  await expect(target(page, to)).toHaveAccessibleName(/made from/);
}

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

/** What somebody else saves meanwhile. */
async function saveTheirs(api: Api, id: string, name: string) {
  const sync = (await api.call("GET", `/syncs/${id}`)) as {
    draft: { revision: number };
    definition: { mapping: object };
  };
  const { definition, draft } = sync;
  const mapping = { ...definition.mapping, [name]: { value: 1 } };
  await api.call("PUT", `/syncs/${id}/draft`, {
    revision: draft.revision,
    definition: { ...definition, mapping },
  });
}

test("a newer draft of somebody else is shown, or offered to who has changed something", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  await saveTheirs(api, id, "properties.theirs");
  await expect(target(page, "properties.theirs")).toBeVisible();
  await expect(page.getByText("This is it.")).toBeVisible();
  await drag(page, "identity", "userId");
  await saved(page);
  expect(await mappingOf(api, id)).toMatchObject({
    ...{ userId: { path: "identity" }, "properties.theirs": { value: 1 } },
  });

  await saveTheirs(api, id, "properties.later");
  await page.getByRole("button", { name: "Show theirs" }).click();
  await expect(target(page, "properties.later")).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
});

test("two people do not overwrite each other unseen", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  // Until the conflict the page doesn't hear of it.
  const before = await api.call("GET", `/syncs/${id}`);
  await page.route(`**/api/v1/syncs/${id}`, (route) =>
    route.fulfill({ json: before }),
  );
  await saveTheirs(api, id, "properties.theirs");
  await drag(page, "identity", "userId");
  await expect(page.getByText("saved another draft meanwhile")).toBeVisible();
  await page.unroute(`**/api/v1/syncs/${id}`);
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(target(page, "properties.theirs")).toBeVisible();
  await saved(page);
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

test("a draft that could not be saved is saved a little later", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  await page.route(
    `**/api/v1/syncs/${id}/draft`,
    (route) => route.fulfill({ status: 408, json: { title: "Too slow" } }),
    { times: 1 },
  );
  await drag(page, "identity", "userId");
  await expect(page.getByText("Not saved:")).toBeVisible();
  await saved(page);
  expect(await mappingOf(api, id)).toMatchObject({
    userId: { path: "identity" },
  });
});

test("leaving the page right after a change loses nothing", async ({
  signedIn: page,
  api,
}) => {
  const id = await openNew(page, api);
  await drag(page, "identity", "userId");
  await page.getByRole("link", { name: "Syncs", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Syncs" })).toBeVisible();
  await expect
    .poll(() => mappingOf(api, id))
    .toMatchObject({ userId: { path: "identity" } });
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
