import { describe, expect, it } from "vitest";
import { heapTables } from "./warehouse-tables";

const table = (name: string, ...columns: string[]) => ({
  name,
  columns: columns.map((column) => ({ name: column })),
});
const event = (name: string) => table(name, "event_id", "user_id", "time");

describe("Heap's tables in a schema", () => {
  it("are known by their columns, whatever the case", () => {
    const found = heapTables([
      table("USERS", "USER_ID", "IDENTITY"),
      table("SIGN_UP", "EVENT_ID", "USER_ID", "TIME", "PLAN"),
      table("user_migrations", "from_user_id", "to_user_id"),
    ]);
    expect(
      found.map(({ name, kind, key, time }) => [name, kind, key, time]),
    ).toEqual([
      ["users", "users", "USER_ID", null],
      ["sign_up", "event", "EVENT_ID", "TIME"],
      ["user_migrations", "migrations", "from_user_id", null],
    ]);
  });

  it("are neither what repeats others, nor what others keep beside", () => {
    const found = heapTables([
      ...[event("sign_up"), event("sign_up_raw"), event("all_events")],
      ...[table("orders", "event_id", "amount"), table("users", "name")],
      event("_sync_info"),
    ]);
    expect(found.map(({ name }) => name)).toEqual(["sign_up"]);
  });

  it("keep a name that only ends as those below BigQuery's views", () => {
    const found = heapTables([event("export_raw")]);
    expect(found.map(({ name }) => name)).toEqual(["export_raw"]);
  });
});
