import { z } from "zod";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

const Heap = z.object({ id: z.string(), ingestUrl: z.string() });

const events = Array.from({ length: 60 }, (_, index) => ({
  event_id: String(index),
  event: index % 3 === 0 ? "Report Created" : "Login",
  user_id: String(5_161 + (index % 6)),
  identity: `user-${index % 6}@acme.io`,
  session_id: String(Math.floor(index / 4)),
  time: new Date(Date.now() - index * 3_600_000).toISOString(),
  properties: {
    plan: index % 2 === 0 ? "Pro" : "Free",
    amount_usd: String(index),
  },
}));

test("a trait is built by choosing, shown for real people, and computed for all", async ({
  signedIn: page,
  api,
}) => {
  const { id, ingestUrl } = Heap.parse(
    await api.call("POST", "/connections", {
      ...{ name: "heap-traits", kind: "heap", settings: { appId: "11" } },
    }),
  );
  await fetch(ingestUrl, {
    ...{ method: "POST", body: JSON.stringify(events) },
    headers: { "content-type": "application/json" },
  });
  await page.goto(`/connections/${id}`);
  const card = page.getByRole("region", { name: "Computed traits" });
  await expect(card.getByText("Nothing is computed yet")).toBeVisible();
  await card.getByRole("button", { name: "New trait" }).click();

  const dialog = page.getByRole("dialog", { name: "New trait" });
  const preview = dialog.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("row", { name: /user-1@acme/ })).toContainText(
    "10",
  );
  // By key: the kinds are walked by the arrows.
  await dialog.getByRole("radio", { name: /^Count/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(dialog.getByRole("radio", { name: /^Adopted/ })).toBeChecked();
  await page.keyboard.press("ArrowLeft");
  await dialog.getByLabel("Which events").selectOption("Some events");
  await dialog.getByRole("button", { name: "Add the trait" }).click();
  await expect(dialog.getByText("Choose an event.")).toBeVisible();
  await dialog.getByRole("checkbox", { name: /Report Created/ }).check();
  await expect(
    preview.getByText("How often they did Report Created in the last 30 days"),
  ).toBeVisible();
  await expect(preview.getByRole("row", { name: /user-1@acme/ })).toContainText(
    "0",
  );
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveAttribute(
    "placeholder",
    "report_created_count_30_days",
  );
  expect(await seriousProblems(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Add the trait" }).click();
  await expect(dialog).toBeHidden();
  const row = card.getByRole("row", { name: /report_created_count_30_days/ });
  await expect(row).toContainText("How often they did Report Created");
  await expect(card.getByText("computed for 6 people")).toBeVisible({
    timeout: 60_000,
  });

  await card.getByRole("button", { name: "New trait" }).click();
  await dialog.getByText("Sum", { exact: true }).click();
  await dialog
    .getByLabel("Property", { exact: true })
    .fill("properties.amount_usd");
  await dialog.getByRole("button", { name: "Add conditions" }).click();
  const filter = page.getByRole("dialog", { name: "Which events count" });
  const fields = filter.getByRole("list", { name: "Fields of the record" });
  // Properties alone: of past events nothing else is kept.
  await expect(fields.getByRole("listitem")).toHaveCount(2);
  await filter.getByRole("button", { name: "Cancel" }).click();
  await dialog
    .getByLabel("Name", { exact: true })
    .fill("report_created_count_30_days");
  await dialog.getByRole("button", { name: "Add the trait" }).click();
  await expect(
    dialog.getByText(/There is a trait named .* already/),
  ).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("spent");
  await dialog.getByRole("button", { name: "Add the trait" }).click();
  await expect(card.getByRole("row", { name: /spent/ })).toContainText(
    "The sum of amount_usd over anything in the last 30 days",
  );
  await expect(card.getByText("up to date", { exact: true })).toBeVisible({
    timeout: 60_000,
  });

  await card.getByRole("button", { name: "spent", exact: true }).click();
  const edit = page.getByRole("dialog", { name: "spent" });
  await edit.getByLabel("Time", { exact: true }).selectOption("All time");
  await expect(
    edit.getByText("The sum of amount_usd over anything"),
  ).toBeVisible();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await card.getByRole("button", { name: "Delete spent" }).click();
  await page.getByRole("button", { name: "Delete trait" }).click();
  await expect(card.getByRole("row", { name: /spent/ })).toHaveCount(0);
});
