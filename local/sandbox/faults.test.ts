import { describe, expect, it } from "vitest";
import { createFaults } from "./faults";

function strikes(faults: ReturnType<typeof createFaults>, count: number) {
  return Array.from({ length: count }, () => faults.draw("segment"));
}

describe("faults", () => {
  it("strike about as often as the rate says, and the same each time", () => {
    const draw = () => {
      const faults = createFaults();
      faults.set({ system: "segment", kind: "status", rate: 0.2 });
      return strikes(faults, 2_000).map((strike) => strike !== null);
    };
    const hits = draw().filter(Boolean).length;
    expect(hits).toBeGreaterThan(300);
    expect(hits).toBeLessThan(500);
    expect(draw()).toEqual(draw());
  });

  it("go away after their count", () => {
    const faults = createFaults();
    faults.set({ system: "segment", kind: "status", status: 500, count: 2 });
    expect(strikes(faults, 4).map((one) => one?.status ?? null)).toEqual([
      500,
      500,
      null,
      null,
    ]);
    expect(faults.list()).toEqual([]);
  });

  it("lose the answer and the request by turns when nothing is asked", () => {
    const faults = createFaults();
    faults.set({ system: "segment", kind: "reset" });
    expect(strikes(faults, 4).map((one) => one?.when)).toEqual([
      "after",
      "before",
      "after",
      "before",
    ]);
    faults.set({ system: "segment", kind: "reset", when: "before" });
    expect(strikes(faults, 2).map((one) => one?.when)).toEqual([
      "before",
      "before",
    ]);
  });

  it("touch one system only, or both when none is named", () => {
    const faults = createFaults();
    faults.set({ system: "heap", kind: "slow" });
    expect(faults.draw("segment")).toBeNull();
    faults.set({ kind: "timeout" });
    expect(faults.draw("segment")?.kind).toBe("timeout");
    faults.set({ system: "segment", kind: "none" });
    expect(faults.list().map(({ system, kind }) => [system, kind])).toEqual([
      ["heap", "slow"],
      ["heap", "timeout"],
    ]);
  });

  it("replace the one of the same kind, and a rate of 0 takes it away", () => {
    const faults = createFaults();
    faults.set({ system: "heap", kind: "status", status: 500 });
    faults.set({ system: "heap", kind: "status", status: 429, retryAfter: 3 });
    expect(faults.list()).toMatchObject([{ status: 429, retryAfter: 3 }]);
    faults.set({ system: "heap", kind: "status", rate: 0 });
    expect(faults.list()).toEqual([]);
  });
});
