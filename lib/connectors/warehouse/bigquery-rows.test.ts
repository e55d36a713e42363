import { describe, expect, it } from "vitest";
import { toRow, type Field } from "./bigquery-rows";

const field = (name: string, type: string, more: Partial<Field> = {}) => ({
  ...{ name, type },
  ...more,
});
const row = (fields: Field[], ...values: unknown[]) =>
  toRow(fields, { f: values.map((v) => ({ v })) });

describe("a row of BigQuery", () => {
  it("keeps every digit of numbers and times", () => {
    const fields = [
      field("EVENT_ID", "INTEGER"),
      ...[field("seats", "INTEGER"), field("amount", "NUMERIC")],
      ...[field("time", "TIMESTAMP"), field("local", "DATETIME")],
      field("is_trial", "BOOLEAN"),
    ];
    expect(
      row(
        fields,
        ...["9007199254740993", "3", "19.99", "1761991200123456"],
        ...["2026-11-01T10:00:00", "true"],
      ),
    ).toEqual({
      ...{ event_id: "9007199254740993", seats: 3, amount: 19.99 },
      ...{ time: "2025-11-01T10:00:00.123456Z", local: "2026-11-01T10:00:00Z" },
      is_trial: true,
    });
  });

  it("knows times before 1970", () => {
    expect(row([field("time", "TIMESTAMP")], "-1")).toEqual({
      time: "1969-12-31T23:59:59.999999Z",
    });
  });

  it("keeps columns that are named as what every object has", () => {
    const fields = [field("constructor", "STRING"), field("ID", "INTEGER")];
    expect(row([...fields, field("id", "INTEGER")], "Ann", "1", "2")).toEqual({
      ...{ constructor: "Ann", id: 1 },
    });
  });

  it("reads lists, records and JSON", () => {
    const fields = [
      field("tags", "STRING", { mode: "REPEATED" }),
      field("plan", "RECORD", { fields: [field("id", "INT64")] }),
      field("details", "JSON"),
      field("none", "STRING"),
    ];
    expect(
      row(
        fields,
        [{ v: "a" }, { v: "b" }],
        { f: [{ v: "9007199254740993" }] },
        '{"a":1}',
        null,
      ),
    ).toEqual({
      ...{ tags: ["a", "b"], plan: { id: "9007199254740993" } },
      ...{ details: { a: 1 }, none: null },
    });
  });
});
