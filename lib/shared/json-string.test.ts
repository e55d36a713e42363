import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOfString } from "./json-string";

describe("the end of a JSON string", () => {
  it("is where JSON says, whatever the string holds and whatever follows", () => {
    const hard = fc.string({
      unit: fc.constantFrom('"', "\\", "a", "é", "\n"),
    });
    fc.assert(
      fc.property(hard, hard, (text, rest) => {
        const json = JSON.stringify(text);
        expect(endOfString(`[${json}${rest}`, 1)).toBe(json.length);
      }),
    );
  });

  it("is the end of a text that does not end it", () => {
    expect(endOfString('"abc\\"', 0)).toBe(6);
  });
});
