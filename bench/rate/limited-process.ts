import { createServer, type ServerResponse } from "node:http";
import {
  fixedWindow,
  slidingWindow,
  tokenBucket,
  type Limiter,
} from "../../lib/sync/testing/simulate-limit";
import { givenTask } from "../in-processes";
import type { LimitedTask, LimiterName, Seen } from "./task";

/** As long as an answer takes from not far away. */
const ANSWER_MS = 30;
const BURST_SECONDS = 0.25;

const LIMITERS = {
  sliding: slidingWindow,
  fixed: fixedWindow,
  bucket: (perSecond) => tokenBucket(perSecond, perSecond * BURST_SECONDS),
} satisfies Record<LimiterName, (perSecond: number) => Limiter>;

// A destination that takes so many requests a second, whatever is in them, and
// answers 429 to all beyond. It decides when a request begins, as a gateway does.
const task = givenTask() as LimitedTask;
const mayPass = LIMITERS[task.limiter](task.requestsPerSecond);
const seen: Seen[] = [];
const server = createServer(
  { keepAliveTimeout: 75_000 },
  (request, response) => {
    const atMs = performance.now();
    const isTaken = mayPass(atMs, 1);
    seen.push({ atMs, isTaken });
    request.resume().on("end", () => {
      setTimeout(() => answer(response, isTaken), ANSWER_MS);
    });
  },
);
server.listen(0, "127.0.0.1", () => {
  process.send?.(server.address());
});
process.on("message", () => process.send?.(seen));
process.on("disconnect", () => process.exit(0));

function answer(response: ServerResponse, isTaken: boolean): void {
  const { retryAfterSeconds } = task;
  response.writeHead(isTaken ? 200 : 429, {
    "content-type": "application/json",
    ...(isTaken || retryAfterSeconds === null
      ? {}
      : { "retry-after": String(retryAfterSeconds) }),
  });
  response.end(isTaken ? '{"success":true}' : "{}");
}
