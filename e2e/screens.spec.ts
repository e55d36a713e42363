import { heapEvents, postPatiently } from "../tests/system/api";
import { expect, signIn, test } from "./sluice";

test("a wrong password is refused, and what was typed stays", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByLabel("E-mail").fill("nobody@acme.io");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(
    page.getByText("E-mail and password don’t match."),
  ).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("nobody@acme.io");
});

test("guessing a password gets slow, and the page says so", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("guessed@acme.io");
  await page.getByLabel("Password").fill("a guess");
  const answers = page.getByText(/don’t match|Too many tries/);
  for (let tries = 0; tries < 7; tries += 1) {
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(answers).toBeVisible();
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  }
  await expect(page.getByText("Too many tries")).toBeVisible();
});

test("signing in leads back to the page that was asked for", async ({
  page,
}) => {
  await signIn(page, "/runs?status=partial");
  await expect(page).toHaveURL(/\/runs\?status=partial$/);
  await expect(page.getByLabel("Status")).toHaveValue("partial");
});

test("one press tries the template in the sandbox", async ({ signedIn }) => {
  await signedIn.goto("/templates");
  await signedIn.getByRole("button", { name: "Try in the sandbox" }).click();
  await expect(
    signedIn.getByRole("heading", { name: /^All events to Segment/ }),
  ).toBeVisible();
  await signedIn.getByRole("button", { name: "Send a sample" }).click();
  await expect(signedIn.locator("[data-outcome=delivered]")).toHaveText("5");
});

test("a failed record is explained, with what came and what would be sent", async ({
  signedIn,
  api,
}) => {
  const { syncId, ingestUrl } = await api.install("explained");
  const [good, bad] = heapEvents(0, 2);
  await postPatiently(
    ingestUrl,
    JSON.stringify([good, { ...bad, properties: "a text" }]),
  );
  await signedIn.goto(`/syncs/${syncId}`);
  await signedIn.getByRole("link", { name: "Run 1" }).click();
  await expect(signedIn.locator("[data-outcome=invalid]")).toHaveText("1");
  await expect(
    signedIn
      .getByText("properties should be an object but it is text.")
      .first(),
  ).toBeVisible();
  await expect(signedIn.getByLabel("The record as it arrived")).toContainText(
    '"a text"',
  );
});

test("a connection is made, checked, renamed and deleted", async ({
  signedIn,
}) => {
  await signedIn.goto("/connections");
  await signedIn.getByRole("button", { name: "Connect Segment" }).click();
  const dialog = signedIn.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("to be gone");
  await dialog.getByLabel("Write key").fill("k".repeat(32));
  await dialog.getByLabel("Region").selectOption("Sandbox");
  await dialog.getByRole("button", { name: "Connect", exact: true }).click();
  await dialog.getByRole("button", { name: "Check connection" }).click();
  await expect(dialog.getByRole("status")).toBeVisible();
  await expect(dialog.getByLabel("Write key")).toHaveValue("");
  await dialog.getByLabel("Name", { exact: true }).fill("gone soon");
  await dialog.getByRole("button", { name: "Save" }).click();
  await signedIn.getByRole("link", { name: "gone soon" }).click();
  await expect(signedIn.getByText("No sync uses it yet")).toBeVisible();
  await signedIn.getByRole("button", { name: "Settings" }).click();
  await dialog.getByRole("button", { name: "Delete connection" }).click();
  await signedIn
    .getByRole("dialog", { name: "Delete gone soon?" })
    .getByRole("button", { name: "Delete connection" })
    .click();
  await expect(signedIn.getByRole("dialog")).toBeHidden();
  await expect(signedIn.getByText("gone soon")).toBeHidden();
});

test("⌘K finds a page, and j walks the rows", async ({ signedIn, api }) => {
  const { syncId } = await api.install("keys");
  // The page listens to keys only once it runs: until then they are lost.
  const palette = signedIn.getByRole("combobox", { name: "Find a page" });
  await expect(async () => {
    await signedIn.keyboard.press("Control+k");
    await expect(palette).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await signedIn.keyboard.type("syncs");
  await signedIn.keyboard.press("Enter");
  await expect(signedIn).toHaveURL(/\/syncs$/);
  await signedIn.locator(`a[href="/syncs/${syncId}"]`).waitFor();
  await signedIn.keyboard.press("j");
  await signedIn.keyboard.press("Enter");
  await expect(signedIn).toHaveURL(/\/syncs\/syn_/);
});

test("the chosen theme is there before the page is drawn", async ({
  signedIn,
}) => {
  await signedIn.getByRole("button", { name: /ann@acme.io/ }).click();
  await signedIn.getByRole("menuitem", { name: "Dark theme" }).click();
  const html = await (await signedIn.request.get("/")).text();
  expect(html).toContain('data-theme="dark"');
});

for (const width of [1440, 390]) {
  test(`no page is wider than ${width} pixels`, async ({ signedIn, api }) => {
    const { syncId } = await api.install(`wide-${width}`);
    await signedIn.setViewportSize({ width, height: 844 });
    const template = "/templates/heap-event-to-segment-track";
    const sync = `/syncs/${syncId}`;
    const { id } = (await api.call("POST", "/tracking-plans", {
      ...{ name: `Wide ${width}`, format: "csv" },
      content: `event,property\nSigned Up,${"long_name_".repeat(9)}`,
    })) as { id: string };
    const plans = [
      ...["/dead-letters", "/tracking-plans"],
      `/tracking-plans/${id}`,
    ];
    const paths = ["/", "/syncs", sync, `${sync}/mapping`, "/runs"];
    const others = ["/connections", "/templates", template, ...plans];
    for (const path of [...paths, ...others]) {
      await signedIn.goto(path);
      await signedIn.getByRole("heading", { level: 1 }).waitFor();
      const overflow = await signedIn.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
  });
}

test("a page that isn't there says so", async ({ signedIn }) => {
  await signedIn.goto("/runs/run_nothing");
  await expect(signedIn.getByText("There is no such run")).toBeVisible();
  await signedIn.goto("/nothing-here");
  await expect(signedIn.getByText("There is no such page")).toBeVisible();
});

test("an API key is shown once, works, and is refused once revoked", async ({
  signedIn,
  sluice,
}) => {
  await signedIn.goto("/settings/api-keys");
  await signedIn.getByRole("button", { name: "New key" }).click();
  await signedIn.getByLabel("Name").fill("nightly script");
  await signedIn.getByRole("button", { name: "Make the key" }).click();
  const key = await signedIn.getByLabel("The new key").innerText();
  const status = async () => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${sluice.url}/api/v1/syncs`, { headers })).status;
  };
  expect(await status()).toBe(200);
  await signedIn.getByRole("button", { name: "Done" }).click();
  await expect(signedIn.getByRole("dialog")).toBeHidden();
  await expect(signedIn.getByText(key)).toBeHidden();
  await signedIn.getByRole("button", { name: "Revoke nightly script" }).click();
  await signedIn.getByRole("button", { name: "Revoke key" }).click();
  await expect(signedIn.getByRole("dialog")).toBeHidden();
  await expect(signedIn.getByText("nightly script")).toBeHidden();
  expect(await status()).toBe(401);
});

test("an outage at Segment is told, and its records arrive afterwards", async ({
  signedIn,
  sluice,
  api,
}) => {
  const setFault = (kind: string) =>
    fetch(`${sluice.sandboxUrl}/_control/faults`, {
      method: "POST",
      body: JSON.stringify({ system: "segment", kind, status: 503 }),
    });
  const { syncId, ingestUrl } = await api.install("outage");
  await setFault("status");
  await postPatiently(ingestUrl, JSON.stringify(heapEvents(0, 3)));
  await signedIn.goto(`/syncs/${syncId}`);
  await expect(signedIn.getByText(/Waiting for Segment since/)).toBeVisible();
  await expect(signedIn.locator("[data-outcome=pending]")).toHaveText("3");
  await setFault("none");
  await expect(signedIn.locator("[data-outcome=delivered]")).toHaveText("3", {
    timeout: 60_000,
  });
  await expect(signedIn.getByText(/Waiting for Segment since/)).toBeHidden();
});

test("no page shows itself to somebody who is not signed in", async ({
  request,
}) => {
  const paths = ["/", "/syncs", "/syncs/x", "/runs", "/runs/x", "/connections"];
  const others = ["/templates", "/templates/x", "/settings/api-keys"];
  const plans = [
    "/tracking-plans",
    "/tracking-plans/x",
    "/alerts",
    "/dead-letters",
  ];
  for (const path of [...paths, ...others, ...plans]) {
    const response = await request.get(path, { maxRedirects: 0 });
    expect(response.status(), path).toBe(307);
    expect(response.headers().location, path).toContain("/sign-in");
    expect(response.headers()["content-security-policy"]).toContain("nonce-");
  }
});
