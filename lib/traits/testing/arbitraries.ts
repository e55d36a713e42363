import fc, { type Arbitrary } from "fast-check";
import type { Condition, OperatorName } from "../../mapping/condition";
import type { Json } from "../../shared/json";
import type { TraitDefinition } from "../definition";
import type { TraitEvent } from "../evaluate";

const EVENTS = ["Sign Up", "Report Created", "it's; DROP"];
const NOW_MS = Date.UTC(2026, 10, 28, 12);
const DAY_MS = 86_400_000;
const PATHS = [
  "properties.a",
  "properties.b.c",
  "properties.list[0]",
  'properties["x y"]',
  "properties.list",
];

/** When traits are evaluated in tests. */
export const TEST_NOW = new Date(NOW_MS);

/** Texts that conversions trip over; they hold no character that databases order in ways of their own. */
const text = fc.oneof(
  fc.constantFrom(
    ...["", " ", "12", "12,5", "1,234", "1e3", "1.234.567", "1 234,5", ".5"],
    ...["true", "false", "Pro", "pro", "a'b", "%", "\\", "é", "5", "5.0", "-0"],
    ...["NaN", "Infinity", "9007199254740993", "1e999", "+7", " 8 ", "1'000"],
  ),
  fc.string({ maxLength: 4, unit: "grapheme-ascii" }),
);

const number = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc
    .tuple(
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      fc.constantFrom(1, 10, 1000),
    )
    .map(([value, by]) => value / by),
);

const scalar: Arbitrary<Json> = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
);

const properties = fc.record(
  {
    a: fc.oneof(scalar, fc.record({ c: scalar })),
    b: fc.oneof(fc.record({ c: scalar }), scalar),
    list: fc.oneof(fc.array(scalar, { maxLength: 3 }), scalar),
    "x y": scalar,
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Few days, so that several are on one; some right at the edge of a window. */
const timeMs = fc.oneof(
  fc.integer({ min: 0, max: 40 * DAY_MS }).map((ago) => NOW_MS - ago),
  fc
    .tuple(fc.constantFrom(1, 7, 30), fc.integer({ min: -1, max: 1 }))
    .map(([days, off]) => NOW_MS - days * DAY_MS + off),
);

export const anyTraitEvent: Arbitrary<TraitEvent> = fc.record({
  event: fc.constantFrom(...EVENTS),
  timeMs,
  sessionId: fc.constantFrom(null, "s1", "s2", "s3"),
  properties,
});

const OPERATORS: readonly OperatorName[] = [
  ...(["=", "!=", ">", ">=", "<", "<=", "in", "notIn"] as const),
  ...(["contains", "startsWith", "endsWith", "exists", "missing"] as const),
];
const path = fc.constantFrom(...PATHS);

const compared: Arbitrary<Condition> = fc
  .record({ path, op: fc.constantFrom(...OPERATORS) })
  .chain(({ path: own, op }) =>
    valueFor(op).map((value) => ({ path: own, op, value })),
  );

function valueFor(op: OperatorName): Arbitrary<Json> {
  if (op === "in" || op === "notIn") return fc.array(scalar, { maxLength: 3 });
  return op === "contains" || op === "startsWith" || op === "endsWith"
    ? fc.oneof(text, number, fc.boolean())
    : scalar;
}

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    compared,
    fc.record({ all: fc.array(tie("condition"), { maxLength: 2 }) }),
    fc.record({ any: fc.array(tie("condition"), { maxLength: 2 }) }),
    fc.record({ not: tie("condition") }),
  ),
}));

const ofEvents = {
  name: fc.constant("t"),
  event: fc.oneof(
    fc.constant(null),
    fc.constantFrom(...EVENTS),
    fc.uniqueArray(fc.constantFrom(...EVENTS), { minLength: 1 }),
  ),
  where: fc.option(condition, { nil: null }),
  in: fc.option(
    fc.constantFrom(1, 7, 30).map((days) => ({ days })),
    { nil: null },
  ),
};
const plain = <Kind extends TraitDefinition["kind"]>(kind: Kind) =>
  fc.record({ kind: fc.constant(kind), ...ofEvents });
const ofProperty = <Kind extends TraitDefinition["kind"]>(kind: Kind) =>
  fc.record({ kind: fc.constant(kind), ...ofEvents, property: path });

/** Any trait, with its name still to be given. */
export const anyTrait: Arbitrary<TraitDefinition> = fc.oneof(
  plain("count"),
  plain("firstTime"),
  plain("lastTime"),
  plain("activeDays"),
  plain("sessions"),
  plain("lastActiveDate"),
  fc.record({
    kind: fc.constant("adopted" as const),
    ...ofEvents,
    atLeast: fc.integer({ min: 1, max: 4 }),
  }),
  ofProperty("mostFrequent"),
  ofProperty("sum"),
  ofProperty("average"),
);
