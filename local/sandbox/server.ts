import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { join } from "node:path";
import { openDumpSeries } from "./connect/dump-series";
import { SANDBOX_BUCKET } from "./connect/generate-dump";
import { createEmitter } from "./control/emitter";
import { answerControl, refuse, type ControlDeps } from "./control/control";
import { mayControl } from "./control/guard";
import { isLoopbackName } from "./control/ingest-target";
import { createFaults } from "./faults";
import { createHeap } from "./heap/heap";
import { createRateLimits } from "./heap/rate-limits";
import { sendAnswer, textAnswer } from "./http/answer";
import { parseTarget, readCall, type Call, type Target } from "./http/call";
import { BodyError } from "./http/read-body";
import { answerPage } from "./page/page";
import { openObjectStore, type ObjectStore } from "./s3/object-store";
import { isForS3, serveS3 } from "./s3/serve-s3";
import { answerSts } from "./s3/sts";
import { failure } from "./segment/answers";
import { openPlanStore } from "./segment/plan-store";
import { createPublicApi } from "./segment/public-api";
import { createSegment } from "./segment/segment";
import { openSystemState } from "./state/system-state";
import { serveVendor, type Vendor } from "./vendor";

/** Limits are spans of time: a clock that is set back must not stretch them. */
const monotonicNow = () => performance.now();

/** Longer than clients keep theirs, so that none is closed in its face. */
const KEEP_ALIVE_MS = 75_000;
const CLOSE_GRACE_MS = 500;
const SEQ_PER_MS = 1_000;

export type SandboxOptions = {
  port: number;
  host: string;
  /** A folder of its own; made when missing. */
  dataDir: string;
  /** Origin of the app that scenarios may be played at. */
  appUrl: string | null;
  onProblem?: (message: string) => void;
  /** Instead of Segment's own limit, for tests. */
  segmentRequestsPerSecondMax?: number;
  /** Instead of the Public API's own limit, likewise. */
  publicApiRequestsPerMinuteMax?: number;
};

export type Sandbox = { url: string; close(): Promise<void> };

type Parts = ControlDeps & {
  vendors: Vendor[];
  store: ObjectStore;
  options: SandboxOptions;
  signal: AbortSignal;
};

/**
 * Starts the look-alikes of Heap, Segment and S3. Port 0 takes a free one. Rejects
 * when the port is taken or the folder can't be written.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const stopping = new AbortController();
  const store = await openObjectStore(
    join(options.dataDir, "s3"),
    SANDBOX_BUCKET,
  );
  const parts = assemble(options, store, stopping.signal);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.on("request", (request, response) => {
    void serve(parts, request, response).catch((error: unknown) => {
      fail(error, response, options);
    });
  });
  const port = await listen(server, options);
  return {
    url: `http://${options.host}:${port}`,
    async close() {
      stopping.abort();
      await parts.emitter.stop();
      await parts.dumps.settle();
      await closeServer(server);
      for (const { state } of parts.vendors) state.close();
    },
  };
}

function assemble(
  options: SandboxOptions,
  store: ObjectStore,
  signal: AbortSignal,
): Parts {
  // Starting from the clock, so that it rises over restarts as well.
  let seq = Date.now() * SEQ_PER_MS;
  const nextSeq = () => (seq += 1);
  const states = {
    segment: openSystemState("segment", options.dataDir, nextSeq),
    heap: openSystemState("heap", options.dataDir, nextSeq),
  };
  const faults = createFaults();
  const emitter = createEmitter((message) => options.onProblem?.(message));
  const rateLimits = createRateLimits(monotonicNow);
  const requestsPerSecondMax = options.segmentRequestsPerSecondMax;
  const answerSegment = createSegment(
    states.segment,
    requestsPerSecondMax === undefined ? {} : { requestsPerSecondMax },
  );
  const plans = openPlanStore(options.dataDir);
  const answerPublicApi = createPublicApi(plans, {
    requestsPerMinuteMax: options.publicApiRequestsPerMinuteMax,
  });
  const answerHeap = createHeap(states.heap, rateLimits);
  const dumps = openDumpSeries(options.dataDir, store, signal);
  const externalId = { value: null };
  return {
    ...{ options, signal, states, faults, emitter, appUrl: options.appUrl },
    ...{ store, dumps, externalId },
    vendors: [
      {
        ...{ system: "segment", state: states.segment },
        answer: (call) => answerPublicApi(call) ?? answerSegment(call),
      },
      { system: "heap", state: states.heap, answer: answerHeap },
    ],
    async reset() {
      await emitter.stop();
      faults.clear();
      rateLimits.clear();
      plans.reset();
      externalId.value = null;
      await dumps.reset();
      await store.reset();
      for (const state of Object.values(states)) state.reset();
    },
  };
}

async function serve(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? "/";
  if (isForS3(url)) {
    const strike = parts.faults.draw("s3");
    await serveS3(parts.store, request, response, strike, parts.signal);
    return;
  }
  const target = parseTarget(url);
  if (target.path === "/sts") {
    const call = await readCall(request, target);
    sendAnswer(response, answerSts(call, url, parts.externalId));
    return;
  }
  const vendor = findVendor(parts.vendors, target);
  if (vendor !== null) {
    const call = await readCall(request, vendor.target);
    const isPreflight = call.method === "OPTIONS";
    const strike = isPreflight ? null : parts.faults.draw(vendor.vendor.system);
    await serveVendor(vendor.vendor, call, strike, response, parts.signal);
    return;
  }
  const call = await readCall(request, target);
  sendAnswer(response, await answerOwn(call, parts));
}

/** What belongs to the sandbox itself: its control calls and its page. */
async function answerOwn(call: Call, parts: Parts) {
  const listensOnLoopback = isLoopbackName(parts.options.host);
  if (!mayControl(call.headers, listensOnLoopback, parts.appUrl)) {
    return refuse(403, "foreign_origin", "Another site may not do this");
  }
  const page = call.method === "GET" ? answerPage(call.path) : null;
  if (page !== null) return page;
  if (call.path.startsWith("/_control/")) return answerControl(call, parts);
  return textAnswer(404, "Not Found");
}

/** Each vendor answers below its name, and at the root for clients that drop a base path. */
function findVendor(
  vendors: Vendor[],
  target: Target,
): { vendor: Vendor; target: Target } | null {
  const rootOf = { segment: "/v1/", heap: "/api/" };
  for (const vendor of vendors) {
    const prefix = `/${vendor.system}`;
    if (target.path.startsWith(`${prefix}/`)) {
      const path = target.path.slice(prefix.length);
      return { vendor, target: { ...target, path } };
    }
    if (target.path.startsWith(rootOf[vendor.system])) {
      return { vendor, target };
    }
  }
  return null;
}

function fail(
  error: unknown,
  response: ServerResponse,
  options: SandboxOptions,
): void {
  const isOver = response.headersSent || response.destroyed;
  if (error instanceof BodyError && !isOver) {
    response.setHeader("connection", "close");
    sendAnswer(response, failure(error.status, "invalid_body", error.message));
    return;
  }
  if (isOver || (error instanceof Error && error.name === "AbortError")) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  options.onProblem?.(message);
  sendAnswer(response, failure(500, "internal", message));
}

async function listen(
  server: Server,
  options: SandboxOptions,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : options.port;
}

/** Lets answers that are on their way go out, then cuts what still hangs. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_GRACE_MS);
  server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
}
