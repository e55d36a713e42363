import { describe, expect, it } from "vitest";
import type { ComparisonDto } from "@/lib/services/snapshot/schemas";
import {
  comparedShare,
  leftWords,
  progressWords,
  summaryWords,
} from "./comparison-words";

const aRun = (found: Partial<ComparisonDto>, isOver = false) => ({
  finishedAt: isOver ? "2026-11-28T10:00:00Z" : null,
  comparison: {
    ...{ mode: "everyone" as const, total: 200_000, compared: 45_000 },
    ...{ added: 0, changed: 0, removed: 0, unchanged: 0, leftOut: 0 },
    ...{ from: null, to: null, isDone: false, secondsLeft: null },
    ...found,
  },
});

describe("how far a run has compared, in words", () => {
  it.each([
    [aRun({}), "Compared 45,000 of 200,000 people"],
    [aRun({}, true), "Stopped after 45,000 of 200,000 people."],
    [aRun({ total: null, compared: 0 }), "Waiting to begin."],
    [aRun({ total: null, compared: 0 }, true), "It never began."],
    [aRun({ isDone: true, compared: 1, added: 1 }), "Compared 1 person."],
    [
      aRun({ isDone: true, compared: 40, unchanged: 40 }),
      "Nothing had changed: compared 40 people.",
    ],
    [aRun({ isDone: true, total: 0, compared: 0 }), "Nothing had changed."],
  ])("%j", (run, words) => {
    expect(progressWords(run)).toBe(words);
  });

  it("are short in a list", () => {
    expect(summaryWords(aRun({ added: 3, changed: 1_204 }))).toBe(
      "3 added, 1,204 changed",
    );
    expect(summaryWords(aRun({ isDone: true, unchanged: 40 }, true))).toBe(
      "Nothing had changed",
    );
    expect(summaryWords(aRun({ total: null }))).toBe("Waiting to begin");
  });

  it("say how long it takes no more exactly than is known", () => {
    expect([5, 61, 200, 7_100, 11_000].map(leftWords)).toEqual([
      ...["less than a minute", "about 1 min", "about 3 min", "about 118 min"],
      "about 3 hours",
    ]);
  });
});

describe("the share of people who were compared", () => {
  it("is whole at the end, also where nobody was to be compared", () => {
    expect(comparedShare(aRun({}).comparison)).toBe(0.225);
    expect(comparedShare(aRun({ total: null }).comparison)).toBe(0);
    expect(comparedShare(aRun({ total: 0, isDone: true }).comparison)).toBe(1);
  });
});
