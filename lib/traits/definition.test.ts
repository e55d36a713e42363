import { describe, expect, it } from "vitest";
import { isSameTrait, TraitDefinitionSchema } from "./definition";
import { TRAIT_KIND_NAMES, TRAIT_KINDS } from "./kinds";
import { traitSentence } from "./sentence";

const parse = (definition: object) =>
  TraitDefinitionSchema.parse({ name: "t", ...definition });
const problemsOf = (definition: object) =>
  TraitDefinitionSchema.safeParse({
    ...{ name: "t", kind: "count" },
    ...definition,
  }).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);

describe("a trait's definition", () => {
  it("takes what past events can be asked for", () => {
    const where = {
      all: [
        { path: 'properties["a b"].c[0]', op: "contains", value: "x" },
        { not: { path: "properties.plan", op: "exists" } },
      ],
    };
    expect(problemsOf({ where, event: ["A", "B"], in: { days: 7 } })).toBe(
      undefined,
    );
  });

  it("is refused with what is wrong", () => {
    const asked = (path: string, op = "exists", value: unknown = "a") =>
      problemsOf({ where: { path, op, value } })?.join("; ");
    expect(asked("event")).toMatch(/^where event can't be asked of past/);
    expect(asked("properties")).toMatch("can't be asked of past events");
    expect(asked('properties["0"]')).toMatch("can't be asked of past events");
    expect(asked("properties.a", "matches")).toMatch("use contains");
    expect(asked("properties.a", "in")).toMatch("a list of values");
    expect(asked("properties.a", "=", "a\0")).toMatch("NUL");
    expect(problemsOf({ name: "a b" })?.[0]).toMatch(/^name should begin/);
    expect(problemsOf({ in: { days: 0 } })).toHaveLength(1);
    expect(problemsOf({ event: [] })).toHaveLength(1);
    expect(problemsOf({ kind: "sum" })).toEqual(["property Choose a property"]);
  });

  it("is the same, however it was written", () => {
    const short = { kind: "count", event: "A" } as const;
    expect(
      isSameTrait(
        parse(short),
        parse({ event: ["A"], kind: "count", where: null }),
      ),
    ).toBe(true);
    expect(isSameTrait(parse(short), parse({ ...short, event: "B" }))).toBe(
      false,
    );
  });
});

describe("what a trait tells, as a sentence", () => {
  it("names events, window and property", () => {
    expect(
      traitSentence(
        parse({ kind: "count", event: "Report Created", in: { days: 30 } }),
      ),
    ).toBe("How often they did Report Created in the last 30 days");
    expect(
      traitSentence(
        parse({
          ...{ kind: "average", event: ["A", "B", "C", "D", "E"] },
          ...{ property: "properties.cart.total", in: { days: 1 } },
          where: { path: "properties.a", op: "exists" },
        }),
      ),
    ).toBe(
      "The average cart.total of A, B, C or 2 more under a condition in the last day",
    );
    expect(traitSentence(parse({ kind: "adopted", atLeast: 3 }))).toBe(
      "Whether they did anything 3 times or more",
    );
  });

  it("is there for every kind", () => {
    for (const kind of TRAIT_KIND_NAMES) {
      const { takesProperty } = TRAIT_KINDS[kind];
      const property = takesProperty ? { property: "properties.a" } : {};
      expect(traitSentence(parse({ kind, ...property }))).not.toBe("");
    }
  });
});
