import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkEvent } from "./check-event";

const track = { type: "track", userId: "ann", event: "Sign Up" };

describe("an event at Segment's door", () => {
  it.each([
    ["a track", track],
    [
      "a track of somebody unknown",
      { ...track, userId: null, anonymousId: "a" },
    ],
    ["properties that are null", { ...track, properties: null }],
    ["an identify without traits", { type: "identify", userId: "ann" }],
    ["a group", { type: "group", userId: "ann", groupId: "acme", traits: {} }],
    ["an alias", { type: "alias", userId: "ann", previousId: "a" }],
    ["a page without a name", { type: "page", anonymousId: "a" }],
    [
      "a message id of 100 characters",
      { ...track, messageId: "m".repeat(100) },
    ],
  ])("is taken: %s", (_title, event) => {
    expect(checkEvent(event)).toBeNull();
  });

  it.each([
    ["type_unknown", { ...track, type: "trak" }],
    ["type_unknown", { userId: "ann", event: "Sign Up" }],
    ["no_user_anon_id", { type: "track", event: "Sign Up" }],
    ["no_user_anon_id", { ...track, userId: null }],
    ["id_not_string", { ...track, userId: 42 }],
    ["id_not_string", { ...track, userId: "" }],
    ["id_not_string", { ...track, anonymousId: { id: 1 } }],
    ["id_not_string", { type: "group", userId: "ann", groupId: 7 }],
    ["id_required", { type: "group", userId: "ann" }],
    ["id_required", { type: "alias", userId: "ann" }],
    ["event_not_defined", { ...track, event: undefined }],
    ["event_not_string", { ...track, event: 7 }],
    ["event_not_string", { ...track, event: "" }],
    ["properties_not_object", { ...track, properties: [] }],
    ["properties_not_object", { ...track, properties: "plan=free" }],
    ["traits_not_object", { type: "identify", userId: "ann", traits: [1] }],
    ["name_not_string", { type: "page", userId: "ann", name: "" }],
    ["name_not_string", { type: "screen", userId: "ann", name: 3 }],
    ["category_not_string", { type: "page", userId: "ann", category: 3 }],
    ["message_id_invalid", { ...track, messageId: "m".repeat(101) }],
    ["message_id_invalid", { ...track, messageId: 12 }],
  ])("is dropped as %s", (reason, event) => {
    expect(checkEvent(event)).toBe(reason);
  });

  it("is judged without a throw, whatever it holds", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (event) => {
        checkEvent(event);
        checkEvent({ ...event, type: "track" });
      }),
    );
  });
});
