import { describe, expect, it } from "vitest";
import { pathTo, quoted, selectSql } from "./sql";

describe("a name in SQL", () => {
  it.each([
    ["postgres", 'a "b"; DROP TABLE x; --', '"a ""b""; DROP TABLE x; --"'],
    ["redshift", "Plan Name", '"Plan Name"'],
    ["snowflake", "EVENT_ID", '"EVENT_ID"'],
    ["bigquery", "a`b\\", "`a\\`b\\\\`"],
  ] as const)("of %s is quoted as it was given", (engine, name, sql) => {
    expect(quoted(engine, name)).toBe(sql);
  });

  it("leads through what holds the table", () => {
    expect(pathTo("bigquery", "acme", "main", "users")).toBe(
      "`acme`.`main`.`users`",
    );
  });
});

describe("a query", () => {
  it("names its columns, and nothing that was not asked for", () => {
    const columns = [
      { name: "event_id", type: "bigint" },
      { name: "time", type: "timestamp" },
    ];
    const table = { name: "sign_up", columns };
    expect(selectSql({ engine: "postgres", within: ["main"], table })).toBe(
      'SELECT "event_id", "time" FROM "main"."sign_up"',
    );
    const limited = selectSql({
      ...{ engine: "postgres", within: ["main"], table },
      ...{ where: ["a", "b"], orderBy: ["c"], limit: 20 },
    });
    expect(limited).toContain("WHERE a AND b ORDER BY c LIMIT 20");
  });
});
