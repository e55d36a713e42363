import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { anEvent, startEngine, type Engine } from "./setup/engine";

const Span = z.object({
  name: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  links: z.array(z.object({ traceId: z.string() })).default([]),
  attributes: z.array(z.object({ key: z.string(), value: z.unknown() })),
});
type Span = z.infer<typeof Span>;
const Export = z.object({
  resourceSpans: z.array(
    z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) }),
  ),
});

let receiver: Server;
let engine: Engine;
let app: Awaited<ReturnType<typeof loadTracing>>;
let spans: Span[] = [];
let bodies = "";

async function loadTracing() {
  return {
    ...(await import("../lib/start-tracing")),
    ...(await import("../lib/services/delivery/trace-chunk")),
    ...(await import("@opentelemetry/api")),
  };
}

/** Takes spans as a collector does, by OTLP over HTTP. */
function startReceiver(): Promise<number> {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      bodies += body;
      const { resourceSpans } = Export.parse(JSON.parse(body));
      const lists = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
      spans.push(...lists.flatMap((list) => list.spans));
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  return new Promise((resolve) =>
    receiver.listen(0, "127.0.0.1", () =>
      resolve((receiver.address() as AddressInfo).port),
    ),
  );
}

beforeAll(async () => {
  const port = await startReceiver();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`;
  engine = await startEngine();
  app = await loadTracing();
});
afterAll(async () => {
  await engine.stop();
  receiver.close();
});

const deliver = (syncId: string) =>
  app.traceChunk(syncId, () => engine.app.runChunk(syncId));

/** Runs with a tracer, and ends when everything has arrived. */
async function traced(work: () => Promise<unknown>): Promise<Span[]> {
  spans = [];
  const end = app.startTracing();
  await work();
  await end();
  for (const api of [app.trace, app.context, app.propagation]) api.disable();
  return spans;
}

const named = (name: string) => spans.filter((span) => span.name === name);

it("makes one trace of a record's way, from its request to its delivery", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await traced(async () => {
    await engine.ingest(key, JSON.stringify([anEvent(1), anEvent(2)]));
    await deliver(syncId);
  });
  const [ingest] = named("ingest");
  const names = spans
    .filter(({ traceId }) => traceId === ingest?.traceId)
    .map(({ name }) => name);
  for (const name of [
    ...["append to inbox", "wake syncs", "deliver chunk"],
    ...["read and decide", "send batch", "transaction"],
  ])
    expect(names).toContain(name);
  const [chunk] = named("deliver chunk");
  expect(chunk?.parentSpanId).toBe(named("append to inbox")[0]?.spanId);
  expect(named("send batch")[0]?.parentSpanId).toBe(chunk?.spanId);
  expect(named("send batch")[0]?.attributes).toContainEqual({
    ...{ key: "sluice.calls", value: { intValue: 2 } },
  });
  for (const secret of ["acme.io", "Pro", "k".repeat(32), key])
    expect(bodies).not.toContain(secret);
});

it("links a chunk to the other requests that brought its records", async () => {
  const { syncId, key } = await engine.aLiveSync();
  await traced(async () => {
    for (const index of [11, 12, 13])
      await engine.ingest(key, JSON.stringify([anEvent(index)]));
    await deliver(syncId);
    await engine.ingest(key, JSON.stringify([anEvent(14)]));
    await deliver(syncId);
  });
  const traces = named("ingest").map(({ traceId }) => traceId);
  const [first, second] = named("deliver chunk");
  expect(first?.traceId).toBe(traces[0]);
  expect(first?.links.map(({ traceId }) => traceId)).toEqual([
    ...[traces[1], traces[2]],
  ]);
  expect(second?.traceId).toBe(traces[3]);
});

it("lets no key go with the spans that Next makes of requests", async () => {
  const key = "aKeyThatOpensIngest";
  await traced(async () => {
    const next = app.trace.getTracer("next.js");
    const url = `http://localhost/api/ingest/heap/${key}?x=${key}`;
    for (const name of [`POST ${url}`, `POST /api/ingest/heap/${key}`]) {
      const attributes = { "http.target": url, "next.span_name": name };
      const span = next.startSpan(name, {
        attributes: { ...attributes, "http.status_code": 202 },
      });
      span.recordException(new Error(url));
      span.end();
    }
  });
  expect(spans.map(({ name }) => name)).toEqual([
    ...["POST …", "POST /api/ingest/heap/[key]"],
  ]);
  expect(spans[0]?.attributes).toContainEqual({
    ...{ key: "http.status_code", value: { intValue: 202 } },
  });
  expect(bodies).not.toContain(key);
});

it("keeps no trace where nobody traces, and delivers all the same", async () => {
  const { syncId, key } = await engine.aLiveSync();
  const { pool } = engine.app.database();
  const count = async () =>
    (await pool.query("SELECT 1 FROM data.inbox_trace")).rowCount;
  const before = await count();
  await engine.ingest(key, JSON.stringify([anEvent(21)]));
  expect(await count()).toBe(before);
  expect(await engine.work(syncId)).toBe("idle");
});
