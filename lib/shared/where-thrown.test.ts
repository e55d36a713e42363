import { describe, expect, it } from "vitest";
import { whereThrown } from "./where-thrown";

describe("where an error was thrown", () => {
  it("tells the frames, and nothing of a message of however many lines", () => {
    const error = new TypeError("ann@acme.io\nis no number\n    at home");
    const where = whereThrown(error);
    expect(where).toContain("where-thrown.test.ts");
    expect(where).not.toContain("ann@acme.io");
    expect(where).not.toContain("is no number");
    expect(where).not.toContain("at home");
  });

  it("is nothing where there is no stack", () => {
    const error = new Error("ann@acme.io");
    delete error.stack;
    expect(whereThrown(error)).toBe("");
  });
});
