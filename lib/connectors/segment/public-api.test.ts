import { describe, expect, it } from "vitest";
import type { Http } from "../http";
import { fetchTrackingPlan, listTrackingPlans } from "./public-api";

const target = { endpoint: "https://api.example.com", token: "secret" };

/** Answers in turn; tells what it was asked. */
function script(answers: { status: number; body: unknown }[]) {
  const asked: { url: string; authorization: string | undefined }[] = [];
  const http: Http = {
    send: ({ url, headers }) => {
      asked.push({ url, authorization: headers?.authorization });
      const { status, body } = answers.shift() ?? { status: 500, body: "" };
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return Promise.resolve({
        status,
        text,
        retryAfter: null,
        rateLimitReset: null,
      });
    },
    close: () => Promise.resolve(),
  };
  return { http, asked };
}

const page = (names: string[], next: string | null) => ({
  status: 200,
  body: {
    data: {
      trackingPlans: names.map((name) => ({ id: `tp_${name}`, name })),
      pagination: { current: "a", next },
    },
  },
});
const throttled = (msBeforeNext: number) => ({
  status: 429,
  body: {
    errors: [{ message: "Too many requests", data: { msBeforeNext } }],
  },
});

describe("Segment's Public API", () => {
  it("is read page by page, and waited for as long as a 429 says", async () => {
    const { http, asked } = script([
      page(["web"], "next page"),
      throttled(40),
      throttled(20),
      page(["app"], null),
    ]);
    const startedAt = performance.now();
    const plans = await listTrackingPlans(http, target);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(58);
    expect(plans.map(({ id }) => id)).toEqual(["tp_web", "tp_app"]);
    expect(asked[0]?.authorization).toBe("Bearer secret");
    expect(asked.slice(1).map(({ url }) => url)).toEqual(
      Array<string>(3).fill(
        "https://api.example.com/tracking-plans?pagination.count=200&pagination.cursor=next+page",
      ),
    );
  });

  it.each([
    [throttled(120_000), "Segment's Public API answered 429", "wait"],
    [{ status: 503, body: "oops" }, "answered 503", "wait"],
    [
      { status: 401, body: { errors: [{ message: "Invalid token" }] } },
      "refused the Public API token (401): Invalid token",
      "change-connection",
    ],
    [{ status: 404, body: {} }, "no such tracking plan", "change-connection"],
    [{ status: 200, body: "<html>" }, "a shape that Sluice", "wait"],
  ])(
    "says what is wrong, without the token: %#",
    async (answer, words, advice) => {
      const { http } = script([answer]);
      const error: unknown = await fetchTrackingPlan(
        http,
        target,
        "tp_a",
      ).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ advice });
      const { message } = error as Error;
      expect(message).toContain(words);
      expect(message).not.toContain("secret");
    },
  );
});
