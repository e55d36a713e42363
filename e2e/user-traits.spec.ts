import { z } from "zod";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

const Heap = z.object({ id: z.string(), ingestUrl: z.string() });

const events = Array.from({ length: 40 }, (_, index) => ({
  event_id: String(index),
  event: index % 4 === 0 ? "Report Created" : "Login",
  user_id: String(7_000 + (index % 8)),
  identity: `ann-${index % 8}@acme.io`,
  session_id: String(Math.floor(index / 4)),
  time: new Date(Date.now() - index * 3_600_000).toISOString(),
}));

const Received = z.object({
  data: z.array(
    z.object({
      body: z.object({
        userId: z.string().nullish(),
        traits: z.record(z.string(), z.unknown()).default({}),
      }),
    }),
  ),
});

test("profiles are kept in step by a template in three steps: sessions, last active day, features", async ({
  signedIn: page,
  api,
  sluice,
}) => {
  const { id, ingestUrl } = Heap.parse(
    await api.call("POST", "/connections", {
      ...{ name: "heap-people", kind: "heap", settings: { appId: "11" } },
    }),
  );
  await api.call("POST", "/connections", {
    ...{ name: "segment-people", kind: "segment" },
    settings: { region: "sandbox" },
    credentials: { writeKey: "w".repeat(32) },
  });
  await fetch(ingestUrl, {
    ...{ method: "POST", body: JSON.stringify(events) },
    headers: { "content-type": "application/json" },
  });

  await page.goto("/templates");
  const card = page.getByRole("article").filter({ hasText: "User Traits" });
  await card.getByRole("link", { name: "Use template" }).click();
  await page.getByLabel("From Heap").selectOption(id);
  await page.getByLabel("To Segment").selectOption({ label: "segment-people" });
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("checkbox", { name: /Report Created/ }).check();
  expect(await seriousProblems(page)).toEqual([]);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("those who changed")).toBeVisible();
  await expect(
    page.getByText("traits.adopted_report_created").first(),
  ).toBeVisible();
  expect(await seriousProblems(page)).toEqual([]);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(
    page.getByRole("heading", { name: "Heap user traits to Segment" }),
  ).toBeVisible();
  await expect(page.getByText(/Next run in \d+/)).toBeVisible();

  await test.step("what is computed is on the connection's page", async () => {
    const syncPage = page.url();
    await page.goto(`/connections/${id}`);
    const traits = page.getByRole("region", { name: "Computed traits" });
    await expect(traits.getByText("adopted_report_created")).toBeVisible();
    await expect(traits.getByText("8 people").first()).toBeVisible({
      timeout: 60_000,
    });
    await page.goto(syncPage);
  });

  await test.step("and goes to Segment with everybody", async () => {
    await page.getByRole("button", { name: "Run now" }).click();
    await expect(page.getByText("Succeeded")).toBeVisible({ timeout: 60_000 });
    const response = await fetch(
      `${sluice.sandboxUrl}/_control/received?system=segment&type=identify`,
    );
    const { data } = Received.parse(await response.json());
    const traitsOf = (userId: string) =>
      data.find(({ body }) => body.userId === userId)?.body.traits;
    expect(traitsOf("ann-0@acme.io")).toMatchObject({
      ...{ session_count: 5, adopted_report_created: true },
      last_active_date: new Date().toISOString().slice(0, 10),
    });
    expect(traitsOf("ann-1@acme.io")).toMatchObject({
      ...{ session_count: 5, adopted_report_created: false },
    });
  });
});
