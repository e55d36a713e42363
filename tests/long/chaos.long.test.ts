import { describe, expect, it } from "vitest";
import { runChaos } from "../system/chaos/chaos";
import { drawSeed } from "../system/chaos/seed";

const SEED = drawSeed();

describe("under fire, the long form", () => {
  it(`accounts for every one of 810,000 records (SEED=${SEED})`, async () => {
    const { problems, table } = await runChaos({
      ...{ seed: SEED, events: 810_000, eventsPerSecond: 900 },
      poisonEvery: 12_500,
      ...{ everyMs: 6_000, standstillMsMax: 10_000, deadMs: 60_000 },
      ...{ cutRate: 0.04, webCutRate: 0.3 },
      ...{ diskMegabytes: 5_000, diskFullMs: 8_000 },
      ...{ silenceMsMax: 45_000, drainMsMax: 15 * 60_000 },
      log: console.log,
    });
    console.log(table);
    expect(problems).toEqual([]);
  });
});
