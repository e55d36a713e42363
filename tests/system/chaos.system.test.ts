import { describe, expect, it } from "vitest";
import { runChaos } from "./chaos/chaos";
import { drawSeed } from "./chaos/seed";

const SEED = drawSeed();
const OUTPUT_LINES_MAX = 200;

describe("under fire, the short form", () => {
  it(`accounts for every record (SEED=${SEED})`, async () => {
    const lines: string[] = [];
    try {
      const { problems, table, output } = await runChaos({
        ...{ seed: SEED, events: 12_000, eventsPerSecond: 900 },
        poisonEvery: 2_000,
        ...{ everyMs: 1_500, standstillMsMax: 4_000, deadMs: 4_000 },
        ...{ cutRate: 0.04, webCutRate: 0.3 },
        ...{ diskMegabytes: 700, diskFullMs: 2_500 },
        ...{ silenceMsMax: 2_000, drainMsMax: 120_000 },
        log: (text) => lines.push(text),
      });
      lines.push(table);
      if (problems.length > 0)
        lines.push(...output.split("\n").slice(-OUTPUT_LINES_MAX));
      expect(problems).toEqual([]);
    } finally {
      console.log(lines.join("\n"));
    }
  });
});
