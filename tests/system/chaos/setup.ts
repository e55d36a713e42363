import { z } from "zod";
import type { createApi } from "../api";
import type { SyncPlan } from "./population";
import type { Tap } from "./tap";

type Api = ReturnType<typeof createApi>;
const WithId = z.object({ id: z.string() });
const Source = WithId.extend({ ingestUrl: z.string() });

/** A Heap connection; answers where its events are posted. */
export async function connectSource(api: Api, name: string): Promise<string> {
  const body = { name, kind: "heap", settings: { appId: "11" } };
  return Source.parse(await api.call("POST", "/connections", body)).ingestUrl;
}

export async function connectDestination(
  api: Api,
  name: string,
  tap: Tap,
): Promise<void> {
  await api.call("POST", "/connections", {
    ...{ name, kind: "segment" },
    settings: { region: "us", endpoint: `${tap.url}/segment` },
    credentials: { writeKey: "w".repeat(32) },
  });
}

/** Makes and publishes a sync; answers its id. */
export async function publishSync(
  api: Api,
  plan: SyncPlan,
  destination: string,
): Promise<string> {
  const { id } = WithId.parse(
    await api.call("POST", "/syncs", {
      name: plan.name,
      source: {
        connection: plan.source,
        stream: "events",
        where: whereOf(plan),
      },
      destination: { connection: destination, action: "segment.track" },
      mapping: {
        event: { path: "event" },
        userId: { path: "identity" },
        timestamp: { path: "time" },
        "properties.*": { pick: "properties" },
        "properties.sync": { value: plan.name },
        "properties.amount_usd": {
          fn: "toNumber",
          args: [{ path: "properties.amount_usd" }],
        },
      },
    }),
  );
  await api.call("POST", `/syncs/${id}/publish`);
  return id;
}

const whereOf = ({ events }: SyncPlan) =>
  events === "purchases"
    ? { path: "event", op: "=", value: "Purchase" }
    : { path: "event", op: "!=", value: "Noise" };
