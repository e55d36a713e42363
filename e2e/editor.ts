import type { Page } from "@playwright/test";
import { expect } from "./sluice";

/** Of each record, beside its ids. */
export const FIELDS = [
  ...["plan_name", "seats", "amount_usd", "utm_source", "company", "country"],
  ...["browser", "path", "referrer", "city"],
];
export type Api = {
  call: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

let names = 0;

/** A sync with records of twelve fields, and a mapping that has only an event. */
export async function aSync(
  api: Api,
  credentials: object = {},
): Promise<string> {
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

export async function open(page: Page, id: string) {
  await page.goto(`/syncs/${id}/mapping`);
  await expect(source(page, "identity")).toBeVisible();
}

export async function openNew(page: Page, api: Api): Promise<string> {
  const id = await aSync(api);
  await open(page, id);
  return id;
}

export const source = (page: Page, path: string) =>
  page.locator(`[data-source="${path}"]`);
export const target = (page: Page, path: string) =>
  page.locator(`[data-target="${path}"]`);
export const saved = (page: Page) =>
  expect(page.getByText(/^saved /)).toBeVisible();

export async function addField(page: Page, path: string) {
  const input = page.getByLabel("Another field of the call");
  await input.locator("visible=true").fill(path);
  await input.locator("visible=true").press("Enter");
}

export async function mappingOf(api: Api, id: string) {
  const sync = (await api.call("GET", `/syncs/${id}`)) as {
    definition: { mapping: Record<string, unknown> };
  };
  return sync.definition.mapping;
}

/** Drags a field of the record onto one of the call. */
export async function drag(page: Page, from: string, to: string) {
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

/** What somebody else saves meanwhile: one more field of the call. */
export async function saveTheirs(api: Api, id: string, name: string) {
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
