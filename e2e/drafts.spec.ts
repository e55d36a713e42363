import { drag, mappingOf, openNew, saved, target, saveTheirs } from "./editor";
import { expect, test } from "./sluice";

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
