import { describe, expect, it } from "vitest";
import { checkMapping } from "../check-mapping";
import { compileMapping } from "../compile-mapping";
import type { Mapping } from "../expression";
import { FUNCTIONS, FUNCTION_NAMES, findFunction } from "./table";

const examples = FUNCTION_NAMES.flatMap((name) =>
  FUNCTIONS[name].examples.map((example) => ({ name, ...example })),
);

describe("the table of functions", () => {
  it.each(examples)(
    "$name $args is as documented",
    ({ name, args, options, result }) => {
      const mapping: Mapping = {
        out: {
          fn: name,
          args: args.map((_, index) => ({ path: `args[${index}]` })),
          options,
        },
      };
      const errors = checkMapping(mapping).filter(
        ({ severity }) => severity === "error",
      );
      expect(errors).toEqual([]);
      const { payload, problems } = compileMapping(mapping)({ args });
      expect(payload.out).toEqual(result);
      expect(problems).toHaveLength(result === undefined ? 1 : 0);
    },
  );

  it("gives every function a label of its own, a text and an example", () => {
    const rows = FUNCTION_NAMES.map((name) => FUNCTIONS[name]);
    expect(new Set(rows.map(({ label }) => label)).size).toBe(rows.length);
    for (const { doc, examples: own } of rows) {
      expect(doc).toMatch(/\.$/);
      expect(own.length).toBeGreaterThan(0);
    }
  });

  it("has no function that objects have", () => {
    expect(findFunction("constructor")).toBeNull();
    expect(findFunction("__proto__")).toBeNull();
  });
});
