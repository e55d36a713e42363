import { z } from "zod";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

const Heap = z.object({ id: z.string(), ingestUrl: z.string() });
const SECRET = "what Heap and Sluice share";

test("the page of a Heap connection shows the cohorts that Heap told of", async ({
  signedIn,
  api,
  sluice,
}) => {
  const { id, ingestUrl } = Heap.parse(
    await api.call("POST", "/connections", {
      ...{ name: "heap-cohorts", kind: "heap", settings: { appId: "11" } },
      credentials: { webhookSecret: SECRET },
    }),
  );
  const play = (request: object) =>
    fetch(`${sluice.sandboxUrl}/_control/cohort`, {
      method: "POST",
      body: JSON.stringify({ to: ingestUrl, secret: SECRET, ...request }),
    });
  await signedIn.goto(`/connections/${id}`);
  const card = signedIn.getByRole("region", { name: "Cohorts from Heap" });
  await expect(card.getByText("secret is set")).toBeVisible();
  await expect(card.getByLabel("Webhook address")).toHaveText(ingestUrl);
  const add = Array.from({ length: 5 }, (_, index) => `user-${index}@acme.io`);
  const segment = { id: 123, name: "Free plan" };
  const shuffled = { pageSize: 2, order: "shuffled", repeat: true };
  expect((await play({ segment, add, ...shuffled })).status).toBe(200);
  const row = card.getByRole("row", { name: /Free plan/ });
  await expect(row.getByRole("cell", { name: "5", exact: true })).toBeVisible();
  await play({ segment, drain: true });
  await expect(row.getByText("drained")).toBeVisible();
  await expect(row.getByRole("cell", { name: "0", exact: true })).toBeVisible();
  expect(await seriousProblems(signedIn)).toEqual([]);
});

test("a webhook is understood by one example", async ({ signedIn, api }) => {
  const { id, ingestUrl } = Heap.parse(
    await api.call("POST", "/connections", {
      ...{ name: "heap-example", kind: "heap", settings: { appId: "11" } },
    }),
  );
  const body = {
    ...{ what: "Checkout", mail: "ann@acme.io", timestamp: 1_764_000_000 },
    total: 12.5,
  };
  await signedIn.goto(`/connections/${id}`);
  const card = signedIn.getByRole("region", {
    name: "Single events from Heap",
  });
  await expect(card.getByLabel("Body for Heap")).toContainText("<identity>");
  await card.getByRole("button", { name: "Webhook by example" }).click();
  const dialog = signedIn.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByLabel("A body of the webhook").fill(JSON.stringify(body));
  await dialog.getByLabel("What what is").selectOption("Event name");
  await dialog.getByLabel("What mail is").selectOption("Identity");
  const made = dialog.getByLabel("The event that it becomes");
  await expect(made).toContainText('"event": "Checkout"');
  await expect(made).toContainText('"time": "2025-11-24T16:00:00.000Z"');
  await expect(made).toContainText('"total": 12.5');
  expect(await seriousProblems(signedIn)).toEqual([]);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("example is set")).toBeVisible();
  const response = await fetch(ingestUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(await response.json()).toMatchObject({ accepted: 1 });
});
