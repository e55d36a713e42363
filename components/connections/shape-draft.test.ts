import { describe, expect, it } from "vitest";
import {
  assignRole,
  draftOf,
  guessDraft,
  readExample,
  roleOf,
  rowsOf,
  toShape,
} from "./shape-draft";

const body = { name: "Paid", email: "ann@x.io", nested: { uid: 1 } };

describe("the draft of a shape", () => {
  it("begins with a guess that can be saved", () => {
    const shape = toShape(guessDraft(body));
    expect(shape.data).toMatchObject({ event: "name", identity: "email" });
    expect(draftOf(shape.data ?? null)).toEqual(guessDraft(body));
  });

  it("gives a role to one field at a time", () => {
    const draft = assignRole(guessDraft(body), "nested.uid", "identity");
    expect(roleOf(draft, "nested.uid")).toBe("identity");
    expect(roleOf(draft, "email")).toBeNull();
    const again = assignRole(draft, "nested.uid", "user_id");
    expect(again.paths).toEqual({ event: "name", user_id: "nested.uid" });
    expect(assignRole(again, "name", null).paths.event).toBeUndefined();
  });

  it("asks for an event and a person", () => {
    expect(toShape(draftOf(null)).success).toBe(false);
    const fixed = { ...draftOf(null), fixedEvent: "Paid" };
    expect(toShape(fixed).success).toBe(false);
    expect(toShape(assignRole(fixed, "email", "identity")).success).toBe(true);
  });

  it("shows fields that the example lacks", () => {
    const draft = assignRole(draftOf(null), "who", "identity");
    expect(rowsOf(draft, body).map(({ path }) => path)).toEqual([
      ...["name", "email", "nested.uid", "who"],
    ]);
  });

  it.each([
    ["", null],
    ["{", "is no JSON yet"],
    ["[]", "should be one object: { … }"],
    ["[".repeat(500), "is nested too deep"],
  ])("says what is wrong with the example %j", (text, problem) => {
    expect(readExample(text)).toEqual({ body: null, problem });
  });
});
