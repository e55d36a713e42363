import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "./json";
import { canonicalJson } from "./canonical-json";
import { compileReader, formatPath, parsePath, readPath } from "./json-path";
import { parseLossless } from "./lossless-json";

describe("parsing without losing digits", () => {
  it("turns integers of 16 or more digits into text, anywhere", () => {
    const text =
      '{"id":9007199254740993,"list":[-1234567890123456],"n":123456789012345,"f":1.12345678901234567}';
    expect(parseLossless(text)).toEqual({
      id: "9007199254740993",
      list: ["-1234567890123456"],
      n: 123456789012345,
      f: 1.1234567890123457,
    });
  });

  it("leaves text alone, digits in it or not", () => {
    expect(parseLossless('"9007199254740993 9007199254740993"')).toBe(
      "9007199254740993 9007199254740993",
    );
  });

  it("reads ordinary JSON as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        if (/\d{16}/.test(text)) return;
        expect(parseLossless(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("throws on broken JSON, with long digits too", () => {
    expect(() => parseLossless('{"a":')).toThrow(SyntaxError);
    expect(() => parseLossless('{"a":9007199254740993')).toThrow(SyntaxError);
  });
});

describe("a path", () => {
  it("is split at dots and brackets", () => {
    expect(parsePath('a.b[0]["c d"].e')).toEqual(["a", "b", 0, "c d", "e"]);
  });

  it.each(["", ".a", "a..b", "a.", "a[", "a[x]", "a]b"])(
    "%j is none",
    (path) => {
      expect(parsePath(path)).toBeNull();
    },
  );

  it("reads own members only", () => {
    expect(readPath({ a: [1, { b: 2 }] }, ["a", 1, "b"])).toBe(2);
    expect(readPath({}, ["constructor"])).toBeUndefined();
  });
});

describe("canonical JSON", () => {
  it("is the same for the same members in any order", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
  });
});

describe("any path", () => {
  const segments = fc.array(
    fc.oneof(
      fc.string(),
      fc.nat(20),
      fc.constantFrom("__proto__", "constructor", 'a"b\\c', "x.y"),
    ),
    { minLength: 1, maxLength: 4 },
  );

  it("is written so that it is read back", () => {
    fc.assert(
      fc.property(segments, (path) => {
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });

  it("reads the same compiled as step by step", () => {
    fc.assert(
      fc.property(segments, fc.jsonValue(), (path, value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        expect(compileReader(path)(json)).toEqual(readPath(json, path));
        const nested = path.reduceRight<Json>(
          (inner, name) => ({ [name]: inner }),
          1,
        );
        expect(compileReader(path)(nested)).toEqual(readPath(nested, path));
      }),
    );
  });
});
