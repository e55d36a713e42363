import { NonRetriableError, RetryAfterError } from "inngest";
import type { Inngest } from "inngest";

export const STEPS_IN_A_ROW = 30;
export const BIG_BYTES = 1_000_000;
export const NAPS = 8;

export type Tell = (name: string, value?: unknown) => void;

const pause = (ms: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, ms));

/** All that Sluice's own functions use of Inngest, and what else the embedded server speaks. */
export function createFunctions(client: Inngest, tell: Tell) {
  return [
    ...stepFunctions(client, tell),
    ...failingFunctions(client, tell),
    ...flowFunctions(client, tell),
    ...killedFunctions(client, tell),
    client.createFunction(
      { id: "ended", triggers: [{ event: "inngest/function.finished" }] },
      ({ event }) => tell("ended", event.data),
    ),
  ];
}

/** Fails the first time it is called in this process. */
function failsOnce(tell: Tell, name: string): () => string {
  let tries = 0;
  return () => {
    tries += 1;
    tell(name);
    if (tries === 1) throw new Error("flaky");
    return name;
  };
}

function stepFunctions(client: Inngest, tell: Tell) {
  const second = failsOnce(tell, "second");
  const b = failsOnce(tell, "b");
  return [
    client.createFunction(
      { id: "steps", triggers: [{ event: "t/steps" }] },
      async ({ step, event }) => {
        await step.run("first", () => tell("first"));
        await step.sleep("nap", "1s");
        await step.sendEvent("tell", {
          name: "t/told",
          data: { by: event.id },
        });
        return step.run("second", second);
      },
    ),
    client.createFunction(
      { id: "told", triggers: [{ event: "t/told" }] },
      ({ event }) => tell("told", event.data),
    ),
    client.createFunction(
      { id: "row", triggers: [{ event: "t/row" }] },
      async ({ step }) => {
        const values: number[] = [];
        for (let index = 0; index < STEPS_IN_A_ROW; index += 1) {
          const ran = await step.run(`s${index}`, () => {
            tell("row", index);
            return index;
          });
          values.push(ran);
        }
        return values;
      },
    ),
    client.createFunction(
      { id: "parallel", triggers: [{ event: "t/parallel" }] },
      async ({ step }) => {
        const results = await Promise.all([
          step.run("a", () => "a"),
          step.run("b", b),
          step.sleep("nap", "1s"),
        ]);
        const last = await step.run("last", () => "last");
        return [results[0], results[1], last];
      },
    ),
    client.createFunction(
      { id: "big", triggers: [{ event: "t/big" }] },
      async ({ step }) => {
        const big = await step.run("big", () => "x".repeat(BIG_BYTES));
        await step.sleep("nap", "1s");
        return step.run("length", () => big.length);
      },
    ),
  ];
}

function failingFunctions(client: Inngest, tell: Tell) {
  let busy = 0;
  return [
    client.createFunction(
      {
        id: "doomed",
        retries: 1,
        triggers: [{ event: "t/doomed" }],
        onFailure: ({ event }) => tell("gave-up", event.data),
      },
      async ({ step }) =>
        step.run("bad", () => {
          tell("bad");
          throw new Error("always");
        }),
    ),
    client.createFunction(
      { id: "caught", retries: 0, triggers: [{ event: "t/caught" }] },
      async ({ step }) => {
        try {
          await step.run("bad", () => {
            throw new Error("no luck");
          });
        } catch (error) {
          return error instanceof Error ? error.message : "?";
        }
        return "unreached";
      },
    ),
    client.createFunction(
      { id: "final", triggers: [{ event: "t/final" }] },
      () => {
        tell("final");
        throw new NonRetriableError("never again");
      },
    ),
    client.createFunction(
      { id: "later", triggers: [{ event: "t/later" }] },
      () => {
        tell("later");
        busy += 1;
        if (busy === 1) throw new RetryAfterError("busy", 3_000);
        return "done";
      },
    ),
  ];
}

function flowFunctions(client: Inngest, tell: Tell) {
  let open = 0;
  return [
    client.createFunction(
      {
        id: "narrow",
        concurrency: { limit: 2, key: "event.data.k" },
        triggers: [{ event: "t/narrow" }],
      },
      async ({ step }) =>
        step.run("work", async () => {
          open += 1;
          tell("open", open);
          await pause(50);
          open -= 1;
        }),
    ),
    client.createFunction(
      {
        id: "single",
        singleton: { key: "event.data.k", mode: "skip" },
        triggers: [{ event: "t/single" }],
      },
      async ({ step, event }) =>
        step.run("work", async () => {
          tell("single", event.data);
          await pause(700);
        }),
    ),
    client.createFunction(
      { id: "picky", triggers: [{ event: "t/w/*", if: "event.data.n > 1" }] },
      ({ event }) => tell("picky", event.name),
    ),
    client.createFunction(
      { id: "ticking", triggers: [{ cron: "* * * * *" }] },
      () => tell("ticking"),
    ),
  ];
}

function killedFunctions(client: Inngest, tell: Tell) {
  return [
    client.createFunction(
      { id: "hanging", retries: 15, triggers: [{ event: "t/hanging" }] },
      async ({ step }) => {
        await step.run("before", () => tell("before"));
        await step.run("hang", async () => {
          tell("hang");
          await pause(2_000);
        });
        return "through";
      },
    ),
    client.createFunction(
      { id: "naps", retries: 15, triggers: [{ event: "t/naps" }] },
      async ({ step }) => {
        for (let index = 0; index < NAPS; index += 1) {
          await step.run(`n${index}`, async () => {
            tell("nap", index);
            await pause(200);
          });
        }
        return "rested";
      },
    ),
  ];
}
