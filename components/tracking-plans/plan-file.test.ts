import { describe, expect, it } from "vitest";
import { ApiError } from "@/lib/queries/api-client";
import { formatOfFile, nameOfFile, readPlanFile } from "./plan-file";
import { placeProblems } from "./upload-problems";

describe("a plan's file", () => {
  it("gives the plan its name and its format", () => {
    expect(nameOfFile("Web plan v2.CSV")).toBe("Web plan v2");
    expect(nameOfFile("plan.2026.json")).toBe("plan.2026");
    const format = (fileName: string, content = "") =>
      formatOfFile({ fileName, content });
    expect(format("a.JSON", "event,property")).toBe("json");
    expect(format("a.csv", "[]")).toBe("csv");
    expect(format("plan", ' {"rules":[]}')).toBe("json");
    expect(format("plan", "event,property")).toBe("csv");
  });

  it("is read without its byte order mark, or says why not", async () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x5b, 0x5d]);
    expect(await readPlanFile(new File([bytes], "a.json"))).toEqual({
      ...{ fileName: "a.json", content: "[]" },
    });
    expect(await readPlanFile(new File([" \n"], "a.csv"))).toBe(
      "a.csv is empty.",
    );
    const long = new File(["x".repeat(15_000_001)], "long.csv");
    expect(await readPlanFile(long)).toMatch(/^long\.csv is too large/);
  });
});

describe("what is wrong with an upload", () => {
  it("stands at what it is about", () => {
    const error = new ApiError("The plan can't be read.", 400, [
      { path: "content row 3 event", message: "names no event" },
      { path: "content.11.type", message: "Invalid option" },
      { path: "content.2", message: "Invalid input" },
      { path: "content", message: "has no rules" },
      { path: "name", message: "Give the plan a name" },
    ]);
    expect(placeProblems(error)).toEqual({
      ...{ name: "Give the plan a name", format: undefined, other: null },
      file: [
        "Row 3, event: names no event.",
        "Rule 12, type: Invalid option.",
        "Rule 3: Invalid input.",
        "The file has no rules.",
      ],
    });
  });

  it("stands alone where it is about nothing of it", () => {
    const error = new ApiError("Sluice can't be reached.", 0, []);
    expect(placeProblems(error).other).toBe("Sluice can't be reached.");
    const large = new ApiError("The body is over 9 bytes.", 413, []);
    expect(placeProblems(large)).toMatchObject({
      ...{ file: ["The file is too large to be sent."], other: null },
    });
    expect(placeProblems(null).other).toBeNull();
  });
});
