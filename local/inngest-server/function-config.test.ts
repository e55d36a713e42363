import { expect, test } from "vitest";
import { isTriggeredBy, parseFunctionConfig } from "./function-config";

const BASE = {
  id: "shop-order",
  name: "Order",
  triggers: [{ event: "t/order" }],
  steps: {
    step: {
      id: "step",
      name: "step",
      runtime: { type: "http", url: "http://127.0.0.1:1/api/inngest" },
    },
  },
};

test("reads what it knows", () => {
  const config = parseFunctionConfig({
    ...BASE,
    concurrency: [3, { limit: 1, key: "event.data.k" }],
    singleton: { mode: "skip", key: "event.data.k" },
  });
  expect(config).toMatchObject({
    slug: "shop-order",
    attemptsMax: 5,
    concurrency: [{ limit: 3 }, { limit: 1, key: "event.data.k" }],
  });
  expect(config.singleton?.path?.({ data: { k: "a" } })).toBe("a");
});

test.each([
  ["throttle", { throttle: { limit: 1, period: "1s" } }],
  ["rateLimit", { rateLimit: { limit: 1, period: "1s" } }],
  ["debounce", { debounce: { period: "1s" } }],
  ["batchEvents", { batchEvents: { maxSize: 2, timeout: "1s" } }],
  ["cancel", { cancel: [{ event: "t/stop" }] }],
  ["priority", { priority: { run: "event.data.p" } }],
  ["idempotency", { idempotency: "event.data.id" }],
  ["timeouts", { timeouts: { start: "1h" } }],
  ["singleton.mode", { singleton: { mode: "cancel" } }],
  ["singleton.key", { singleton: { mode: "skip", key: "event.data.k + 1" } }],
  [
    "concurrency.0.scope",
    { concurrency: { limit: 1, scope: "env", key: "event.data.k" } },
  ],
  ["triggers.0.cron", { triggers: [{ cron: "@daily" }] }],
  ["triggers.0.cron", { triggers: [{ cron: "0 * * * * *" }] }],
  ["triggers.0.cron", { triggers: [{ cron: "TZ=Europe/Paris 0 9 * * *" }] }],
  ["triggers.0.jitter", { triggers: [{ cron: "* * * * *", jitter: "5m" }] }],
  [
    "triggers.0.expression",
    { triggers: [{ event: "a", expression: "size(event.data.x) > 1" }] },
  ],
])("refuses %s by name", (key, extra) => {
  const parse = () => parseFunctionConfig({ ...BASE, ...extra });
  expect(parse).toThrow("shop-order");
  expect(parse).toThrow(key);
});

test("matches names exactly or by a star behind a slash or a point", () => {
  const isMatched = (pattern: string, name: string) =>
    isTriggeredBy(
      parseFunctionConfig({ ...BASE, triggers: [{ event: pattern }] }),
      { name },
    );
  expect(isMatched("a/*", "a/b/c")).toBe(true);
  expect(isMatched("a.b.*", "a.b.c")).toBe(true);
  expect(isMatched("a/*", "b/a/c")).toBe(false);
  expect(isMatched("a*", "ab")).toBe(false);
});
