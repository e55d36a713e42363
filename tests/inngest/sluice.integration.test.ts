import { createServer, type Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "inngest/node";
import { afterEach, describe, expect, test } from "vitest";
import { findFreePort } from "../../local/ports";
import { setAppEnvironment } from "../setup/app-environment";
import { anEvent, startEngine } from "../setup/engine";
import {
  EVENT_KEY,
  serverKinds,
  SIGNING_KEY,
  type ServerKind,
} from "./server-under-test";

const REQUESTS = 10;
const EVENTS_A_REQUEST = 200;
const EVENTS = REQUESTS * EVENTS_A_REQUEST;
const DELIVERED_MS_MAX = 60_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Sluice's own functions, as a worker serves them, with a server of the kind behind them. */
async function startWorker(kind: ServerKind) {
  const port = await findFreePort();
  const server = await kind.make(`http://127.0.0.1:${port}/api/inngest`);
  cleanUps.push(() => server.remove());
  setAppEnvironment({
    INNGEST_BASE_URL: server.url,
    INNGEST_EVENT_KEY: EVENT_KEY,
    INNGEST_SIGNING_KEY: SIGNING_KEY,
  });
  const engine = await startEngine();
  cleanUps.push(() => engine.stop());
  const { inngest } = await import("../../inngest/client");
  const { functions } = await import("../../inngest/index");
  inngest.setEnvVars(process.env);
  const handler = serve({ client: inngest, functions });
  const app = createServer((message, response) => {
    handler(message, response);
  });
  await new Promise<void>((resolve) => app.listen(port, "127.0.0.1", resolve));
  cleanUps.push(() => closed(app));
  await server.start();
  return engine;
}

async function closed(app: Server): Promise<void> {
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
}

describe.each(serverKinds())("Sluice's functions, $name server", (kind) => {
  test("bring what comes in to Segment, each record once", async () => {
    const engine = await startWorker(kind);
    const { syncId, key } = await engine.aLiveSync();
    for (let request = 0; request < REQUESTS; request += 1) {
      const events = Array.from({ length: EVENTS_A_REQUEST }, (_, index) =>
        anEvent(request * EVENTS_A_REQUEST + index),
      );
      await engine.ingest(key, JSON.stringify(events));
    }
    const deadline = Date.now() + DELIVERED_MS_MAX;
    while ((await engine.ledgersOf(syncId)).delivered < EVENTS) {
      if (Date.now() > deadline) break;
      await pause(100);
    }
    expect(await engine.ledgersOf(syncId)).toEqual({
      ...{ read: EVENTS, delivered: EVENTS },
      ...{ filtered: 0, invalid: 0, rejected: 0, pending: 0 },
    });
    const stats = await engine.segmentStats();
    expect(stats).toMatchObject({ distinctIds: EVENTS, duplicates: 0 });
  });
});
