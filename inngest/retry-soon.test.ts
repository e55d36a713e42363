import { RetryAfterError } from "inngest";
import { describe, expect, it } from "vitest";
import { setAppEnvironment } from "../tests/setup/app-environment";

// It logs, and the logger asks the environment how much.
setAppEnvironment({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" });
const { retrySoon } = await import("./retry-soon");

async function failureAt(attempt: number): Promise<unknown> {
  const work = () => Promise.reject(new TypeError("ann@acme.io is no number"));
  return retrySoon(attempt, work).catch((error: unknown) => error);
}

describe("a step that fails on our side", () => {
  it("asks to be tried again soon, and later each time", async () => {
    const waits: unknown[] = [];
    for (const attempt of [0, 1, 4, 9]) {
      const failure = await failureAt(attempt);
      expect(failure).toBeInstanceOf(RetryAfterError);
      if (failure instanceof RetryAfterError) waits.push(failure.retryAfter);
    }
    expect(waits).toEqual(["1", "2", "15", "30"]);
  });

  it("keeps the error's name and nothing that people sent", async () => {
    expect(await failureAt(0)).toMatchObject({
      ...{ name: "TypeError", message: "Sluice could not go on" },
    });
  });

  it("hands on what the work answers", async () => {
    expect(await retrySoon(0, () => Promise.resolve("done"))).toBe("done");
  });
});
