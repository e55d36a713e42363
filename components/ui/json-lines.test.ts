import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonLines } from "./json-lines";

it("writes any JSON as JavaScript does, line by line", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = jsonLines(value)
        .map((line) => line.text)
        .join("\n");
      expect(text).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

it("knows the path of each line", () => {
  const lines = jsonLines({ event: "A", properties: { tags: ["x"], n: 1 } });
  expect(lines.map(({ path }) => path)).toEqual([
    ...["", "event", "properties", "properties.tags", "properties.tags"],
    ...["properties.tags", "properties.n", "properties", ""],
  ]);
});
