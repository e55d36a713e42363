import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepChunk, takeChunk } from "./kept-chunks";
import type { ReadChunk } from "./read-chunk";
import type { Claim, Work } from "./work";

const aWork = (version = 1) =>
  ({
    sync: { id: "sync", version },
    definition: { name: "a sync" },
    planRevision: null,
  }) as unknown as Work;
const aClaim = (position: string): Claim => ({
  ...{ position, owner: position, connectionId: "heap", stream: "events" },
});
const aChunk = (read: number): ReadChunk => ({
  ...{ from: "10", to: "20", read, filtered: 0, violations: 0 },
  ...{ lastReceivedAtMs: null, calls: [], invalid: [] },
});
const keep = (read = 10) =>
  keepChunk(aWork(), aClaim("10"), Promise.resolve(aChunk(read)));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a chunk that was read for a sync's next step", () => {
  it("is given once, whoever claimed the cursor", async () => {
    keep();
    const claim = { ...aClaim("10"), owner: "somebody else" };
    expect(await takeChunk(aWork(), claim)).toEqual(aChunk(10));
    expect(await takeChunk(aWork(), claim)).toBeNull();
  });

  it("is not given when the cursor stands elsewhere", async () => {
    keep();
    expect(await takeChunk(aWork(), aClaim("20"))).toBeNull();
  });

  it("is not given when the sync would decide otherwise by now", async () => {
    keep();
    expect(await takeChunk(aWork(2), aClaim("10"))).toBeNull();
  });

  it("is not given when there was nothing: something may have come since", async () => {
    keep(0);
    expect(await takeChunk(aWork(), aClaim("10"))).toBeNull();
  });

  it("is let go when no step comes for it", async () => {
    keep();
    vi.advanceTimersByTime(5_001);
    expect(await takeChunk(aWork(), aClaim("10"))).toBeNull();
  });
});
