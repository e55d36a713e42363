import type { Page } from "@playwright/test";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

type Api = {
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

const CSV = [
  "event,version,property,property_type,required,description,pattern,values",
  "Signed Up,1,plan,text,yes,The plan that was chosen,,free|pro",
  "Signed Up,1,seats,integer,,How many were bought,,",
  "Signed Up,2,plan,text,yes,,(?i)^pro,",
  "Order Completed,1,revenue,number,yes,,(?=look),",
].join("\n");

const file = (name: string, text: string) => ({
  ...{ name, mimeType: "text/plain", buffer: Buffer.from(text) },
});

async function aPlan(api: Api, name: string, content = CSV): Promise<string> {
  const body = { name, format: "csv", content };
  const made = await api.call("POST", "/tracking-plans", body);
  return (made as { id: string }).id;
}

let names = 0;

async function aSegmentConnection(api: Api, credentials: object) {
  names += 1;
  const name = `segment-plans-${names}`;
  const made = await api.call("POST", "/connections", {
    ...{ name, kind: "segment", settings: { region: "sandbox" } },
    credentials: { writeKey: "w".repeat(32), ...credentials },
  });
  return { name, id: (made as { id: string }).id };
}

/** A published sync that is held to a plan. */
async function aHeldSync(api: Api, trackingPlan: string): Promise<string> {
  const segment = await aSegmentConnection(api, {});
  const heap = `heap-plans-${names}`;
  await api.call("POST", "/connections", {
    ...{ name: heap, kind: "heap" },
    settings: { appId: "11", region: "sandbox" },
  });
  const made = await api.call("POST", "/syncs", {
    name: `Held ${names}`,
    source: { connection: heap, stream: "events" },
    destination: { connection: segment.name, action: "segment.track" },
    mapping: { event: { value: "Signed Up" }, userId: { path: "identity" } },
    validation: { trackingPlan, onViolation: "block" },
  });
  const { id } = made as { id: string };
  await api.call("POST", `/syncs/${id}/publish`, {});
  return id;
}

const dialog = (page: Page) => page.getByRole("dialog");
const rules = (page: Page) => page.getByRole("list", { name: "Rules" });
const choose = (page: Page, name: string, text: string) =>
  dialog(page).locator("input[type=file]").setInputFiles(file(name, text));

test("a plan is uploaded, its rules found and unfolded, and uploaded again", async ({
  signedIn: page,
}) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Tracking plans" }).click();
  await page.getByRole("button", { name: "Add a plan" }).click();
  await page.getByRole("tab", { name: "Upload a file" }).click();

  await choose(page, "Web plan.csv", "event,version\nSigned Up,one\n,2");
  await expect(dialog(page).getByLabel("Name")).toHaveValue("Web plan");
  await expect(dialog(page).getByLabel("Format")).toHaveValue("csv");
  await dialog(page).getByLabel("Name").fill("Our web plan");
  await dialog(page).getByRole("button", { name: "Upload the plan" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText(
    "Row 2, version: should be a number.",
  );
  await choose(page, "Web plan.json", "{");
  await expect(dialog(page).getByLabel("Format")).toHaveValue("json");
  await dialog(page).getByRole("button", { name: "Upload the plan" }).click();
  await expect(dialog(page).getByText("The file is no JSON.")).toBeVisible();
  await expect(dialog(page).getByLabel("Name")).toHaveValue("Our web plan");

  await choose(page, "Web plan.csv", CSV);
  await expect(dialog(page).getByRole("alert")).toBeHidden();
  await dialog(page).getByRole("button", { name: "Upload the plan" }).click();
  await expect(
    page.getByRole("heading", { name: "Our web plan" }),
  ).toBeVisible();
  await expect(page.getByText("revision 1")).toBeVisible();
  await expect(page.getByText("The pattern (?=look) can't be")).toBeVisible();

  await expect(rules(page).getByRole("listitem")).toHaveCount(3);
  await page.getByLabel("Find an event or property").fill("signed seats");
  await expect(page).toHaveURL(/\?q=signed\+seats$/);
  await expect(rules(page).getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: /^Track Signed Up v1/ }).click();
  const table = page.getByRole("table", { name: "Properties of Signed Up" });
  await expect(table.getByRole("row").nth(1).getByRole("cell")).toHaveText([
    /^properties\.planrequired/,
    "string",
    "The plan that was chosen",
    'one of "free", "pro"',
  ]);
  await page.reload();
  await expect(rules(page).getByRole("listitem")).toHaveCount(1);

  await page.getByRole("button", { name: "Upload again" }).click();
  await choose(page, "any name.csv", CSV);
  await expect(dialog(page)).toContainText("this becomes its revision 2");
  await dialog(page).getByRole("button", { name: "Upload revision 2" }).click();
  await expect(dialog(page)).toContainText("nothing changed");
  await choose(page, "any name.csv", `${CSV}\nLogged In,1,,,,,,`);
  await dialog(page).getByRole("button", { name: "Upload revision 2" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText("revision 2")).toBeVisible();
});

test("where there is no plan, the page says how to get one", async ({
  signedIn: page,
}) => {
  await page.route("**/api/v1/tracking-plans?*", (route) =>
    route.fulfill({ json: { data: [], nextCursor: null } }),
  );
  await page.goto("/tracking-plans");
  await expect(page.getByText("There is no tracking plan yet")).toBeVisible();
  await page.getByRole("button", { name: "Upload a file" }).click();
  await expect(page).toHaveURL(/\?add=upload$/);
  await expect(dialog(page).getByLabel("Format")).toBeVisible();
});

test("a plan is fetched from Segment, where a token lets it be read", async ({
  signedIn: page,
  api,
}) => {
  const without = await aSegmentConnection(api, {});
  await page.goto("/tracking-plans");
  await page.getByRole("button", { name: "Add a plan" }).click();
  await dialog(page)
    .getByLabel("Segment connection")
    .selectOption({ value: without.id });
  await expect(dialog(page)).toContainText("has no Public API token");
  await expect(
    dialog(page).getByRole("link", { name: "into the connection" }),
  ).toHaveAttribute("href", `/connections?open=${without.id}`);

  const able = await aSegmentConnection(api, { publicApiToken: "token" });
  await page.reload();
  await dialog(page)
    .getByLabel("Segment connection")
    .selectOption({ value: able.id });
  await dialog(page).getByLabel("Plan", { exact: true }).selectOption("Web");
  await dialog(page).getByRole("button", { name: "Fetch the plan" }).click();
  await expect(page.getByRole("heading", { name: "Web" })).toBeVisible();
  await expect(page.getByRole("link", { name: able.name })).toBeVisible();
  await page.getByRole("button", { name: /Track Signed Up v1/ }).click();
  await expect(
    page.getByRole("cell", { name: "How many seats were bought." }),
  ).toBeVisible();

  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByRole("button", { name: "Refresh" })).toBeEnabled();
  await api.call("PATCH", `/connections/${able.id}`, {
    credentials: { publicApiToken: null },
  });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(
    page.getByText(/^Could not be refreshed: .* no Public API token/),
  ).toBeVisible();
  await page.goto("/tracking-plans");
  await expect(page.getByText(/^Could not be refreshed: /)).toBeVisible();
});

test("a plan in use is kept, with who uses it, and goes once nobody does", async ({
  signedIn: page,
  api,
}) => {
  const planId = await aPlan(api, "In use");
  const syncId = await aHeldSync(api, "In use");
  await page.goto("/tracking-plans");
  await expect(
    page
      .getByRole("row", { name: /^In use/ })
      .getByRole("link", { name: `Held ${names}` }),
  ).toHaveAttribute("href", `/syncs/${syncId}`);
  await page.getByRole("link", { name: "In use", exact: true }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(dialog(page)).toContainText("1 sync is held to it");
  await expect(
    dialog(page).getByRole("link", { name: `Held ${names}` }),
  ).toHaveAttribute("href", `/syncs/${syncId}/mapping`);
  await expect(api.call("DELETE", `/tracking-plans/${planId}`)).rejects.toThrow(
    `answered 409`,
  );
  await dialog(page).getByRole("button", { name: "Close" }).click();

  await page.goto(`/syncs/${syncId}/mapping`);
  await page.getByRole("link", { name: "plan “In use”" }).first().click();
  await expect(page).toHaveURL(new RegExp(`/tracking-plans/${planId}$`));

  await api.call("PATCH", `/syncs/${syncId}`, { validation: null });
  await api.call("POST", `/syncs/${syncId}/publish`, {});
  await page.reload();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(dialog(page)).toContainText("No sync is held to it");
  await dialog(page).getByRole("button", { name: "Remove plan" }).click();
  await expect(page).toHaveURL(/\/tracking-plans$/);
  await expect(page.getByRole("link", { name: "In use" })).toBeHidden();
});

test("thousands of rules in megabytes are there at once, and found by typing", async ({
  signedIn: page,
}) => {
  const words = "What it is for, at length. ".repeat(100);
  const rows = Array.from(
    { length: 2_000 },
    (_, index) =>
      `Event ${index},plan,"${words}"\nEvent ${index},seats_${index},`,
  );
  await page.goto("/tracking-plans?add=upload");
  const content = ["event,property,description", ...rows].join("\n");
  await choose(page, "Large.csv", content);
  await dialog(page).getByRole("button", { name: "Upload the plan" }).click();
  await expect(page.getByRole("heading", { name: "Large" })).toBeVisible();
  await expect(rules(page).getByRole("listitem").first()).toBeVisible();
  expect(await rules(page).getByRole("listitem").count()).toBeLessThan(300);
  await page.getByLabel("Find an event or property").fill("seats_1999");
  await expect(rules(page)).toContainText("Event 1999");
  await expect(page.getByText("1 of 2,000")).toBeVisible();

  await page.getByLabel("Find an event or property").press("Tab");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByText("properties.seats_1999")).toBeVisible();
});

test("the pages have no serious problem for assistive technology", async ({
  signedIn: page,
  api,
}) => {
  const id = await aPlan(api, "Read aloud");
  await page.goto("/tracking-plans");
  await page.getByRole("link", { name: "Read aloud" }).waitFor();
  expect(await seriousProblems(page), "list").toEqual([]);
  for (const way of ["segment", "upload"]) {
    await page.goto(`/tracking-plans?add=${way}`);
    await dialog(page).getByRole("tab").first().waitFor();
    expect(await seriousProblems(page), way).toEqual([]);
  }
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`/tracking-plans/${id}`);
    await page.getByRole("button", { name: /^Track Signed Up v1/ }).click();
    await page.getByRole("table").waitFor();
    await expect(
      page
        .getByRole("navigation")
        .getByRole("link", { name: "Tracking plans" }),
    ).toBeInViewport();
    expect(await seriousProblems(page), `plan at ${width}`).toEqual([]);
  }
});
