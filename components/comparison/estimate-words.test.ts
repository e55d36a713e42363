import { describe, expect, it } from "vitest";
import { estimateWords } from "./estimate-words";

const NOTHING = {
  ...{ total: 0, compared: 0, added: 0, changed: 0, removed: 0 },
  ...{ unchanged: 0, leftOut: 0, invalid: 0, calls: 0, trackedUsers: 0 },
  isExact: true,
};
const QUIET = { snapshot: null };
const MARKS = { snapshot: { onRemoved: "mark" as const, keepPayload: false } };

describe("an estimate in words", () => {
  it("says what the first run sends, and what it counts as", () => {
    const first = {
      ...{ total: 200_000, compared: 45_000, isExact: false, added: 199_436 },
      ...{ invalid: 1_024, leftOut: 564, calls: 198_412 },
      trackedUsers: 198_412,
    };
    expect(estimateWords({ ...NOTHING, ...first }, QUIET, true)).toEqual({
      lead: "The first run will send about 198,412 Identify calls.",
      notes: [
        "Segment counts each person once a month as a tracked user: up to about 198,412, fewer if they were seen this month already.",
        "About 1,024 people can’t be mapped: they become dead letters, with the reason.",
        "About 564 are left out: by the filter, gone from Heap, or somebody else by now.",
        "Told from 45,000 of 200,000 people, who were compared in a few seconds.",
      ],
    });
  });

  it("says how many differ after a change", () => {
    const next = {
      ...{ total: 10, compared: 10, added: 1, changed: 2, removed: 1 },
      ...{ unchanged: 6, calls: 3, trackedUsers: 3 },
    };
    expect(
      estimateWords({ ...NOTHING, ...next }, QUIET, false).notes,
    ).toContain(
      "1 added, 2 changed, 1 removed since what was sent last; nothing is sent of who is removed.",
    );
    expect(
      estimateWords({ ...NOTHING, ...next }, MARKS, false).notes,
    ).toContain("1 added, 2 changed, 1 removed since what was sent last.");
  });

  it("says that nothing is sent, and why", () => {
    expect(estimateWords(NOTHING, QUIET, true).lead).toBe(
      "The first run will send nothing: there are no people yet.",
    );
    const same = { ...NOTHING, total: 3, compared: 3, unchanged: 3 };
    expect(estimateWords(same, QUIET, false)).toEqual({
      lead: "The next run will send nothing.",
      notes: [
        "Nobody differs from what was sent last.",
        "3 are as they were sent last.",
      ],
    });
  });

  it("promises nothing of people who were not looked at", () => {
    const part = { ...NOTHING, total: 9_000, compared: 5_000, isExact: false };
    expect(estimateWords(part, QUIET, false).lead).toBe(
      "The next run will send little or nothing.",
    );
  });
});
