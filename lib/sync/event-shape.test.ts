import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../shared/json";
import { formatPath, readPath } from "../shared/json-path";
import { compileEventShape, EventShape } from "./event-shape";
import { fieldsOf, guessEventShape } from "./guess-event-shape";
import { checkHeapEvent } from "./heap-event";

const shape = (given: object) => compileEventShape(EventShape.parse(given));

const posted = {
  event_name: "Checkout",
  email: "ann@x.io",
  when: 1_764_000_000,
  user: { id: 5161, plan: "Pro" },
  total: 12.5,
};

describe("a webhook by example", () => {
  it("makes a Heap event of what was posted", () => {
    const toEvent = shape({
      ...{ event: "event_name", identity: "email", user_id: "user.id" },
      ...{ time: "when", properties: "rest" },
    });
    expect(toEvent(posted)).toEqual({
      record: {
        ...{ event: "Checkout", identity: "ann@x.io", user_id: "5161" },
        time: "2025-11-24T16:00:00.000Z",
        properties: { user: { plan: "Pro" }, total: 12.5 },
      },
      empty: [],
    });
  });

  it("takes one field for the properties, or none, and a fixed text for the event", () => {
    const fixed = { event: { value: "Paid" }, identity: "email" };
    expect(shape({ ...fixed, properties: "user" })(posted).record).toEqual({
      ...{ event: "Paid", identity: "ann@x.io", properties: posted.user },
    });
    expect(shape(fixed)(posted).record).toEqual({
      ...{ event: "Paid", identity: "ann@x.io" },
    });
  });

  it("knows a field that is called rest", () => {
    const toEvent = shape({
      ...{ event: "e", identity: "i", properties: '["rest"]' },
    });
    expect(toEvent({ e: "A", i: "b", rest: { x: 1 }, y: 2 }).record).toEqual({
      ...{ event: "A", identity: "b", properties: { x: 1 } },
    });
  });

  it("says where there was nothing", () => {
    const toEvent = shape({
      event: "event_name",
      identity: "who",
      user_id: "id",
    });
    expect(toEvent({ event_name: "", who: null }).empty).toEqual([
      ...["event_name", "id", "who"],
    ]);
  });

  it("leaves a time that can't be read as it is", () => {
    const toEvent = shape({ ...{ event: "e", identity: "i", time: "t" } });
    expect(toEvent({ e: "A", i: "b", t: "soon" }).record.time).toBe("soon");
  });

  it.each([
    [{ event: "e" }],
    [{ event: { value: " " }, identity: "i" }],
    [{ event: ".", identity: "i" }],
    [{ event: "a..b", identity: "i" }],
    [{ event: "e", identity: "i", name: "n" }],
  ])("refuses the shape %j", (given) => {
    expect(EventShape.safeParse(given).success).toBe(false);
  });
});

const leaf: fc.Arbitrary<Json> = fc.oneof(
  ...[fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
);
const body: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.string(),
  fc.oneof(leaf, fc.dictionary(fc.string(), leaf, { maxKeys: 4 })),
  { maxKeys: 6 },
);
const path = fc
  .array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 2 })
  .map(formatPath);
const isNothing = (value: Json | undefined) =>
  value === undefined || value === null || value === "";

describe("any shape of any body", () => {
  const anyShape = fc.record({
    ...{ event: path, identity: path, user_id: fc.option(path) },
    ...{ time: fc.option(path), event_id: fc.option(path) },
    properties: fc.option(fc.oneof(fc.constant("rest"), path)),
  });

  it("never throws, changes nothing that was posted, and is the same each time", () => {
    fc.assert(
      fc.property(body, anyShape, (given, one) => {
        const parsed = EventShape.parse(one);
        const before = structuredClone(given);
        const first = compileEventShape(parsed)(given);
        expect(given).toEqual(before);
        expect(compileEventShape(parsed)(given)).toEqual(first);
      }),
    );
  });

  it("loses no field: each is a part of the event or among its properties", () => {
    fc.assert(
      fc.property(body, (given) => {
        const fields = fieldsOf(given);
        const [event, identity] = fields.map((field) => field.path);
        fc.pre(event !== undefined && identity !== undefined);
        const toEvent = shape({ event, identity, properties: "rest" });
        const { record } = toEvent(given);
        for (const field of fields.slice(2)) {
          const { properties } = record;
          const segments = fieldSegments(given, field.path);
          expect(readPath(properties, segments)).toEqual(field.value);
        }
      }),
    );
  });

  it("names what is missing exactly when the event is refused for that", () => {
    fc.assert(
      fc.property(leaf, leaf, (event, identity) => {
        const toEvent = shape({ event: "e", identity: "i" });
        const { record, empty } = toEvent({ e: event, i: identity });
        expect(empty).toEqual([
          ...(isNothing(event) ? ["e"] : []),
          ...(isNothing(identity) ? ["i"] : []),
        ]);
        const outcome = checkHeapEvent(record, "con_1", () => "hash");
        if (empty.length > 0) expect(outcome.ok).toBe(false);
      }),
    );
  });
});

/** The names of a field, found without the grammar of paths. */
function fieldSegments(given: JsonObject, wanted: string): string[] {
  for (const [name, value] of Object.entries(given)) {
    if (formatPath([name]) === wanted) return [name];
    for (const inner of Object.keys(Object(value) as object))
      if (formatPath([name, inner]) === wanted) return [name, inner];
  }
  return [];
}

describe("a guess", () => {
  it("finds parts by what fields are called", () => {
    expect(
      guessEventShape({
        ...{ "Event Name": "Paid", userId: 1, Email: "a@x.io" },
        ...{ timestamp: "2026-11-01", data: { sessionId: "7", plan: "Pro" } },
      }),
    ).toEqual({
      ...{ event: "Event Name", user_id: "userId", identity: "Email" },
      ...{ time: "timestamp", event_id: null, session_id: "data.sessionId" },
      properties: "rest",
    });
  });

  it("takes the properties where they are", () => {
    const guess = guessEventShape({
      name: "Paid",
      properties: { plan: "Pro" },
    });
    expect(guess).toMatchObject({ event: "name", properties: "properties" });
  });

  it("leaves the event to be told where no field looks like one", () => {
    expect(guessEventShape({ who: "a" }).event).toEqual({ value: "" });
  });
});
