import { describe, expect, it } from "vitest";
import { personOf } from "./decide";

describe("who a record is about", () => {
  it("is its identity, as text or as a number, else its user id", () => {
    expect(personOf({ identity: "ann@acme.io", user_id: 7 })).toBe(
      "ann@acme.io",
    );
    expect(personOf({ identity: 12_345, user_id: 7 })).toBe("12345");
    expect(personOf({ identity: 12_345 })).toBe("12345");
    expect(personOf({ identity: "", user_id: 7 })).toBe("7");
    expect(personOf({ identity: null, user_id: "7" })).toBe("7");
    expect(personOf({ event: "Sign Up" })).toBeNull();
  });
});
