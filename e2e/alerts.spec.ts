import type { Page } from "@playwright/test";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

type Api = {
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

let names = 0;

/** A live sync of one record. */
async function aSyncWithARecord(api: Api) {
  names += 1;
  const heap = (await api.call("POST", "/connections", {
    ...{ name: `heap-alerts-${names}`, kind: "heap" },
    settings: { appId: "11", region: "sandbox" },
  })) as { id: string; ingestUrl: string };
  const segment = (await api.call("POST", "/connections", {
    ...{ name: `segment-alerts-${names}`, kind: "segment" },
    settings: { region: "sandbox" },
    credentials: { writeKey: "w".repeat(32) },
  })) as { id: string };
  const name = `Waiting ${names}`;
  const sync = (await api.call("POST", "/syncs", {
    name,
    source: { connection: heap.id, stream: "events" },
    destination: { connection: segment.id, action: "segment.track" },
    mapping: { event: { path: "event" }, userId: { path: "identity" } },
  })) as { id: string };
  await api.call("POST", `/syncs/${sync.id}/publish`, {});
  const event = { event: "Sign Up", identity: "ann@acme.io" };
  await fetch(heap.ingestUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ event_id: `alert-${names}`, ...event }]),
  });
  return { id: sync.id, name };
}

const open = (page: Page) => page.getByRole("list", { name: "Open alerts" });
const dialog = (page: Page) => page.getByRole("dialog");

test("a rule is made and tried, its alert opens, is muted and leads to the run with the cause on top", async ({
  signedIn: page,
  sluice,
  api,
}) => {
  test.setTimeout(180_000);
  const setFault = (kind: string) =>
    fetch(`${sluice.sandboxUrl}/_control/faults`, {
      method: "POST",
      body: JSON.stringify({ system: "segment", kind, status: 503 }),
    });
  await setFault("status");
  const sync = await aSyncWithARecord(api);
  await page.goto("/alerts");
  await page.getByRole("tab", { name: "Rules" }).click();
  await expect(
    page.getByText("Tell when a run fails or can’t go on."),
  ).toBeVisible();
  await page.getByRole("button", { name: "New rule" }).click();
  await expect(page).toHaveURL(/rule=new/);
  await dialog(page).getByLabel("Name").fill("A destination is down");
  await dialog(page).getByLabel("For at least").fill("0");
  await expect(
    dialog(page).getByText("Tell when a destination does not answer."),
  ).toBeVisible();
  await dialog(page).getByLabel("About").selectOption("some");
  await dialog(page).getByRole("button", { name: "Add the rule" }).click();
  await expect(dialog(page).getByText("Choose a sync, or all")).toHaveCount(2);
  await dialog(page).getByLabel(sync.name).check();
  await expect(async () => {
    await dialog(page).getByRole("button", { name: "Try now" }).click();
    await expect(
      dialog(page).getByText("It would open one alert now, of 1 live sync:"),
    ).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  expect(await seriousProblems(page)).toEqual([]);
  await dialog(page).getByRole("button", { name: "Add the rule" }).click();
  await expect(dialog(page)).toBeHidden();

  await page.getByRole("tab", { name: "Alerts", exact: true }).click();
  const item = open(page).getByRole("listitem").first();
  await expect(item.getByText("does not answer")).toBeVisible({
    timeout: 90_000,
  });
  await expect(item.getByRole("link", { name: sync.name })).toBeVisible();
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByText("1 open"),
  ).toBeVisible();
  expect(await seriousProblems(page)).toEqual([]);

  await page.goto("/");
  await expect(page.getByRole("link", { name: "See alert" })).toBeVisible();

  await page.goto("/alerts");
  await item.getByRole("button", { name: "Mute" }).click();
  await page.getByRole("menuitem", { name: "Until it has recovered" }).click();
  await expect(item.getByText("muted until it has recovered")).toBeVisible();
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByText("1 open"),
  ).toBeHidden();
  await item.getByRole("button", { name: "Unmute" }).click();
  await expect(item.getByText("shown here only")).toBeVisible();

  await item.getByRole("link", { name: "See the run" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByRole("alert").first()).toContainText(
    "does not answer",
  );
  expect(await seriousProblems(page)).toEqual([]);
  await setFault("none");
});

test("a rule is changed, muted, switched off and deleted", async ({
  signedIn: page,
  api,
}) => {
  await api.call("POST", "/alert-rules", {
    ...{ name: "Large backlog", watch: { kind: "backlog", records: 500_000 } },
  });
  await page.goto("/alerts?tab=rules");
  await page.getByRole("button", { name: "Large backlog" }).click();
  await dialog(page).getByLabel("From").fill("0");
  await dialog(page).getByLabel("From").fill("750000");
  await expect(
    dialog(page).getByText("Tell when 750,000 or more records wait."),
  ).toBeVisible();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  const rules = page.getByLabel("Rules", { exact: true });
  await expect(rules.getByText("Tell when 750,000 or more")).toBeVisible();

  const toggle = page.getByRole("switch", { name: "Large backlog is on" });
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await page.reload();
  await expect(toggle).not.toBeChecked();
  expect(await seriousProblems(page)).toEqual([]);

  await page.getByRole("button", { name: "Large backlog" }).click();
  await dialog(page).getByRole("button", { name: "Mute" }).click();
  await page.getByRole("menuitem", { name: "For 1 hour" }).click();
  await expect(
    page.getByText("The rule “Large backlog” is muted"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Unmute" }).click();
  await expect(
    page.getByText("The rule “Large backlog” is muted"),
  ).toBeHidden();

  await page.getByRole("button", { name: "Large backlog" }).click();
  await dialog(page).getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete rule" }).click();
  await expect(
    page.getByRole("button", { name: "Large backlog" }),
  ).toBeHidden();
});
