import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../shared/json";
import { compileCall, toCallText } from "./segment-call";

const toTrackCall = compileCall("track");

describe("a Track call", () => {
  const call = {
    event: "Signed Up",
    userId: "ann@acme.io",
    properties: { plan: "pro" },
  };
  const code = (payload: Parameters<typeof toTrackCall>[0]) => {
    const made = toTrackCall(payload, "slc_1");
    const outcome = made.ok ? toCallText(made.call) : made;
    return outcome.ok ? "ok" : outcome.code;
  };

  it("carries its message id and its size in bytes", () => {
    const made = toTrackCall({ ...call, event: "Größe" }, "slc_1");
    const outcome = made.ok ? toCallText(made.call) : made;
    expect(outcome.ok && JSON.parse(outcome.text)).toEqual({
      ...call,
      event: "Größe",
      type: "track",
      messageId: "slc_1",
    });
    expect(outcome.ok && outcome.bytes).toBe(
      outcome.ok ? Buffer.byteLength(outcome.text) : 0,
    );
  });

  it("leaves a payload that it refuses as it was", () => {
    const payload = { event: "A", anonymousId: "heap-11-" };
    expect(toTrackCall(payload, "slc_1").ok).toBe(false);
    expect(payload).toEqual({ event: "A", anonymousId: "heap-11-" });
  });

  it.each([
    [{ ...call }, "ok"],
    [{ event: "A", anonymousId: "heap-11-1" }, "ok"],
    [{ event: "A" }, "no_identity"],
    [{ event: "A", anonymousId: "heap-11-" }, "no_identity"],
    [{ event: "A", userId: "u", anonymousId: "heap-11-" }, "ok"],
    [{ ...call, userId: "" }, "no_identity"],
    [{ ...call, userId: 5 }, "bad_type"],
    [{ ...call, event: 5 }, "bad_type"],
    [{ ...call, properties: [] }, "bad_type"],
    [{ ...call, properties: null }, "bad_type"],
    [{ ...call, timestamp: "yesterday" }, "bad_type"],
    [{ ...call, properties: { big: "x".repeat(40_000) } }, "too_large"],
    [{ ...call, properties: { big: "é".repeat(20_000) } }, "too_large"],
  ])(
    "%# is told apart before Segment drops it in silence",
    (payload, expected) => {
      expect(code(payload)).toBe(expected);
    },
  );
});

describe("an Identify call", () => {
  const toCall = compileCall("identify");
  const code = (payload: JsonObject) => {
    const made = toCall(payload, "slc_1");
    return made.ok ? "ok" : made.code;
  };

  it.each([
    [{ userId: "ann" }, "ok"],
    [{ anonymousId: "heap-11-7", traits: { plan: "pro" } }, "ok"],
    [{ traits: { plan: "pro" } }, "no_identity"],
    [{ anonymousId: "heap-11-", traits: {} }, "no_identity"],
    [{ userId: 7 }, "bad_type"],
    [{ userId: "ann", traits: ["pro"] }, "bad_type"],
    [{ userId: "ann", traits: null }, "bad_type"],
    [{ userId: "ann", timestamp: "yesterday" }, "bad_type"],
    // Other calls' fields are none of its business.
    [{ userId: "ann", properties: "x", previousId: "ann" }, "ok"],
  ])("%# needs an id and traits that are an object", (payload, expected) => {
    expect(code(payload)).toBe(expected);
  });
});

describe("an Alias call", () => {
  const toCall = compileCall("alias");
  const messageOf = (payload: JsonObject) => {
    const made = toCall(payload, "slc_1");
    return made.ok ? "ok" : made.message;
  };

  it.each([
    [{ previousId: "heap-11-7", userId: "ann" }, "ok"],
    [
      { userId: "ann" },
      "The call has no previousId; Segment drops such calls.",
    ],
    [
      { previousId: "heap-11-", userId: "ann" },
      "The call has no previousId; Segment drops such calls.",
    ],
    [
      { previousId: "heap-11-7", anonymousId: "heap-11-7" },
      "The call has no userId; Segment drops such calls.",
    ],
    [
      { previousId: 7, userId: "ann" },
      "previousId should be text but it is a number.",
    ],
    [
      { previousId: "ann", userId: "ann" },
      "previousId and userId are the same, so the call would change nothing.",
    ],
  ])("%# needs two ids that differ", (payload, expected) => {
    expect(messageOf(payload)).toBe(expected);
  });
});

describe("a call of any type", () => {
  const id = fc.oneof(
    fc.constantFrom<Json>(null, "", "ann", "heap-11-", 7),
    fc.string(),
  );
  const value = fc.oneof(id, fc.constantFrom<Json>({}, { plan: "pro" }, ["x"]));
  const payloads = fc.dictionary(
    fc.constantFrom(
      ...["userId", "anonymousId", "previousId", "event", "timestamp"],
      ...["traits", "properties", "context"],
    ),
    value,
  );
  const types = fc.constantFrom("track" as const, "identify", "alias");
  const isText = (one: unknown) => typeof one === "string" && one !== "";

  it("has what Segment asks for, or is refused and left as it was", () => {
    fc.assert(
      fc.property(types, payloads, (type, payload) => {
        const before = structuredClone(payload);
        const made = compileCall(type)(payload, "slc_1");
        if (!made.ok) {
          expect(payload).toEqual(before);
          return;
        }
        const { call } = made;
        expect(call).toMatchObject({ type, messageId: "slc_1" });
        expect(call.anonymousId).not.toBe("heap-11-");
        if (type === "alias") {
          expect(isText(call.previousId) && isText(call.userId)).toBe(true);
          expect(call.previousId).not.toBe(call.userId);
        } else
          expect(isText(call.userId) || isText(call.anonymousId)).toBe(true);
        if (type === "track") expect(isText(call.event)).toBe(true);
      }),
    );
  });
});
