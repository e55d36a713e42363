import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrayElementSpans } from "./json-elements";

function elements(json: string, key: string): unknown[] {
  const bytes = Buffer.from(json);
  const spans = arrayElementSpans(bytes, key);
  return Array.from({ length: spans.length / 2 }, (_, at): unknown =>
    JSON.parse(bytes.toString("utf8", spans[at * 2], spans[at * 2 + 1])),
  );
}

describe("the elements of an array in JSON", () => {
  it("are found as JSON.parse finds them, however the text is laid out", () => {
    const bodies = fc.record({
      before: fc.jsonValue(),
      batch: fc.array(fc.jsonValue()),
      after: fc.jsonValue(),
    });
    fc.assert(
      fc.property(bodies, fc.integer({ min: 0, max: 3 }), (body, indent) => {
        const parsed: unknown = JSON.parse(JSON.stringify(body.batch));
        const text = JSON.stringify(body, null, indent);
        expect(elements(text, "batch")).toEqual(parsed);
      }),
    );
  });

  it("are those of the last key of that name, written in any way", () => {
    expect(elements('{"batch":[1],"b\\u0061tch":[2,3]}', "batch")).toEqual([
      2, 3,
    ]);
  });

  it("are none when the key is missing, nested or no array", () => {
    expect(elements('{"a":{"batch":[1]}}', "batch")).toEqual([]);
    expect(elements('{"batch":"[1]"}', "batch")).toEqual([]);
    expect(elements(" { } ", "batch")).toEqual([]);
  });
});
