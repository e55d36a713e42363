import {
  startReceiver,
  type Receiver,
} from "../lib/connectors/alert-channels/testing/receiver";
import { seriousProblems } from "./axe";
import { expect, test } from "./sluice";

const PATH = "/settings/alert-channels";
let receiver: Receiver;

test.beforeAll(async () => {
  receiver = await startReceiver();
});
test.afterAll(() => receiver.close());

test("a webhook is added, tested, mended and deleted", async ({ signedIn }) => {
  const dialog = signedIn.getByRole("dialog");
  await signedIn.getByRole("button", { name: /ann@acme.io/ }).click();
  await signedIn.getByRole("menuitem", { name: "Alert channels" }).click();
  await expect(signedIn.getByText("Nobody is told yet")).toBeVisible();
  expect(await seriousProblems(signedIn)).toEqual([]);

  await signedIn.getByRole("button", { name: "Add a channel" }).first().click();
  await signedIn.getByRole("menuitem", { name: "Webhook" }).click();
  await dialog.getByLabel("URL").fill(`${receiver.url}/hook`);
  expect(await seriousProblems(signedIn)).toEqual([]);
  await dialog.getByRole("button", { name: "Add channel" }).click();
  await expect(dialog.getByLabel("The signing secret")).toContainText("slw_");
  const secret = await dialog.getByLabel("The signing secret").innerText();
  await dialog.getByRole("button", { name: "Done" }).click();

  await expect(
    dialog.getByText("Nothing was sent through it yet"),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Send a test" }).click();
  await expect(dialog.getByRole("status")).toContainText("answered 200");
  const entry = dialog
    .getByRole("list", { name: "Deliveries" })
    .getByRole("listitem");
  await expect(entry).toContainText("Sent");
  expect(receiver.received[0]?.headers["sluice-signature"]).toMatch(
    /^t=\d+,v1=/,
  );

  receiver.script.push({ status: 404, body: "no such hook" });
  await dialog.getByRole("button", { name: "Send a test" }).click();
  await expect(dialog.getByRole("alert")).toContainText("404: no such hook");
  await expect(entry.filter({ hasText: "Failed" })).toHaveCount(1);
  expect(await seriousProblems(signedIn)).toEqual([]);

  await dialog.getByRole("tab", { name: "Settings" }).click();
  await expect(dialog.getByText(secret)).toBeHidden();
  await dialog.getByLabel("Name", { exact: true }).fill("night shift");
  await dialog.getByRole("button", { name: "Save" }).click();
  await signedIn.getByRole("link", { name: "night shift" }).click();
  await dialog.getByRole("tab", { name: "Settings" }).click();
  await dialog.getByRole("button", { name: "Delete channel" }).click();
  await signedIn
    .getByRole("dialog", { name: "Delete night shift?" })
    .getByRole("button", { name: "Delete channel" })
    .click();
  await expect(signedIn.getByText("night shift")).toBeHidden();
});

test("what is wrong with a mail server's settings stands at its fields", async ({
  signedIn,
}) => {
  await signedIn.goto(PATH);
  await signedIn.getByRole("button", { name: "Add a channel" }).first().click();
  await signedIn.getByRole("menuitem", { name: "E-mail" }).click();
  const dialog = signedIn.getByRole("dialog");
  await expect(dialog.getByLabel("Port")).toHaveValue("587");
  await dialog.getByLabel("To").fill("ops@acme.io, nobody");
  await dialog.getByLabel("From").fill("sluice@acme.io");
  await dialog.getByLabel("SMTP server").fill("smtp.acme.io");
  await dialog.getByRole("button", { name: "Add channel" }).click();
  await expect(dialog.getByText("should be an e-mail address")).toBeVisible();
  await expect(dialog.getByLabel("To")).toHaveValue("ops@acme.io, nobody");
  expect(await seriousProblems(signedIn)).toEqual([]);
});

for (const width of [1440, 390]) {
  test(`the page is no wider than ${width} pixels`, async ({
    signedIn,
    api,
  }) => {
    await api.call("POST", "/alert-channels", {
      ...{ name: `wide-${"long-name-".repeat(6)}${width}`, kind: "slack" },
      credentials: { webhookUrl: "https://hooks.slack.com/services/T/B/x" },
    });
    await signedIn.setViewportSize({ width, height: 844 });
    await signedIn.goto(PATH);
    await signedIn.getByText("Not tried yet").first().waitFor();
    const overflow = await signedIn.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
