import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitJson, splitLines } from "./split-records";

describe("splitting a body into records", () => {
  it("keeps the text of each element as it came", () => {
    const body = ' [ {"a" : 1.10} ,\n{"b":"],[{\\"", "c":[{}]}, 7 , "x" ] ';
    expect(splitJson(body).map(({ text }) => text)).toEqual([
      '{"a" : 1.10}',
      '{"b":"],[{\\"", "c":[{}]}',
      "7",
      '"x"',
    ]);
  });

  it("finds the elements that JSON.parse finds, however it is laid out", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.constantFrom(undefined, 1, "\t"),
        (values, indent) => {
          const records = splitJson(JSON.stringify(values, null, indent));
          expect(
            records.map(({ text }) => JSON.parse(text) as unknown),
          ).toEqual(JSON.parse(JSON.stringify(values)));
        },
      ),
    );
  });

  it("takes a single object, and refuses what is neither", () => {
    expect(splitJson('{"a":1}')).toEqual([
      { text: '{"a":1}', value: { a: 1 }, problem: null },
    ]);
    expect(splitJson("[]")).toEqual([]);
    expect(() => splitJson("7")).toThrow("should be an object");
    expect(() => splitJson("[1,")).toThrow(SyntaxError);
  });

  it("lets a broken line spoil no other", () => {
    const problems = splitLines('{"a":1}\n{"b":\n\n[1]\r\n{"c":2}\n').map(
      ({ problem }) => problem,
    );
    expect(problems).toEqual([
      null,
      "is not JSON",
      "should be a JSON object",
      null,
    ]);
  });
});
