import { describe, expect, it } from "vitest";
import { runChaos } from "./chaos/chaos";

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1_000_000));

describe("under fire, the short form", () => {
  it(`accounts for every record (SEED=${SEED})`, async () => {
    const { problems, table } = await runChaos({
      ...{ seed: SEED, events: 12_000, eventsPerSecond: 900 },
      poisonEvery: 2_000,
      ...{ everyMs: 1_600, deadMs: 4_000, cutRate: 0.04 },
      ...{ diskMegabytes: null, diskFullMs: 0 },
      ...{ silenceMsMax: 2_000, drainMsMax: 120_000 },
      log: console.log,
    });
    console.log(table);
    expect(problems).toEqual([]);
  });
});
