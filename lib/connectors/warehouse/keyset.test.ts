import { describe, expect, it } from "vitest";
import {
  keysetReads,
  positionAfter,
  QUERY_ROWS,
  toKeysetPosition,
  type KeysetPosition,
} from "./keyset";
import type { TableRead } from "./reader";

const table = {
  name: "sign_up",
  columns: ["event_id", "time"].map((name) => ({ name, type: "bigint" })),
};
const read: TableRead = { table, key: "event_id", time: "time", since: null };

/** The queries of a reading whose answers have so many rows. */
function queriesOf(
  of: TableRead,
  answers: readonly number[],
  first: KeysetPosition = null,
) {
  let position = first;
  const texts: string[] = [];
  const left = [...answers];
  const engine = "postgres" as const;
  for (const query of keysetReads(
    { engine, within: ["main"], read: of },
    () => position,
  )) {
    query.rows = left.shift() ?? 0;
    texts.push(
      [query.text.replace(/^.*WHERE /, ""), ...query.values].join(" | "),
    );
    if (query.rows > 0) position = { time: "t", key: String(left.length) };
  }
  return texts;
}

const LIMIT = `LIMIT ${QUERY_ROWS}`;

describe("reading by time and key", () => {
  it("goes on behind the last row until an answer is short, and reads rows without a time last", () => {
    expect(queriesOf(read, [QUERY_ROWS, 3, 0])).toEqual([
      `"event_id" IS NOT NULL AND "time" IS NOT NULL ORDER BY "time", "event_id" ${LIMIT}`,
      `"event_id" IS NOT NULL AND "time" IS NOT NULL AND "time" >= $1 AND ("time" > $1 OR "event_id" > $2) ORDER BY "time", "event_id" ${LIMIT} | t | 2`,
      `"event_id" IS NOT NULL AND "time" IS NULL ORDER BY "event_id" ${LIMIT}`,
    ]);
  });

  it("reads of a window no rows without a time", () => {
    const since = new Date("2026-11-01T00:00:00Z");
    expect(queriesOf({ ...read, since }, [5])).toEqual([
      `"event_id" IS NOT NULL AND "time" IS NOT NULL AND "time" >= $1 ORDER BY "time", "event_id" ${LIMIT} | 2026-11-01T00:00:00.000Z`,
    ]);
  });

  it("reads a table without a time by its key", () => {
    const users = { ...read, time: null };
    expect(queriesOf(users, [0], { time: null, key: "7" })).toEqual([
      `"event_id" IS NOT NULL AND "event_id" > $1 ORDER BY "event_id" ${LIMIT} | 7`,
    ]);
  });

  it("takes the position of a row by its cells, and begins anew where it is none", () => {
    expect(positionAfter(read, ["7", "2026"])).toEqual({
      time: "2026",
      key: "7",
    });
    expect(positionAfter(read, [null, "2026"])).toBeNull();
    expect(toKeysetPosition({ job: "of another" })).toBeNull();
  });
});
