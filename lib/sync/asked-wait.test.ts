import { describe, expect, it } from "vitest";
import { askedWaitSeconds } from "./asked-wait";

const now = new Date("2026-11-23T12:00:00Z");
const asked = (answer: {
  retryAfter?: string;
  rateLimitReset?: string;
  text?: string;
}) =>
  askedWaitSeconds(
    { ...{ retryAfter: null, rateLimitReset: null, text: "" }, ...answer },
    now,
  );

describe("how long an answer asks to wait", () => {
  it("reads Retry-After as seconds or as a date, and caps it", () => {
    expect(asked({ retryAfter: "7" })).toBe(7);
    expect(asked({ retryAfter: "Mon, 23 Nov 2026 12:00:30 GMT" })).toBe(30);
    expect(asked({ retryAfter: "Mon, 23 Nov 2026 11:00:00 GMT" })).toBe(0);
    expect(asked({ retryAfter: "99999" })).toBe(300);
    expect(asked({ retryAfter: "soon" })).toBeNull();
    expect(asked({})).toBeNull();
  });

  it("reads X-RateLimit-Reset as seconds, a date, or seconds since 1970", () => {
    const at = now.getTime() / 1_000 + 12;
    expect(asked({ rateLimitReset: "3" })).toBe(3);
    expect(asked({ rateLimitReset: String(at) })).toBe(12);
    expect(asked({ rateLimitReset: "Mon, 23 Nov 2026 12:00:09 +0000" })).toBe(
      9,
    );
  });

  it("reads msBeforeNext of the Public API, and obeys the longest", () => {
    const text = `{"errors":[{"type":"RequestError","data":{"remainingPoints":0,"msBeforeNext":1500}}]}`;
    expect(asked({ text })).toBe(2);
    expect(asked({ text, retryAfter: "1", rateLimitReset: "5" })).toBe(5);
  });
});
