import { describe, expect, it } from "vitest";
import type { LeaseRequest } from "./lease";
import { GRACE_MS, TokenStock } from "./token-stock";

/** A stock whose leases begin where the one before ended, and a clock to set. */
function aStock() {
  const clock = { nowMs: 0 };
  const leased: number[] = [];
  let nextMs = 0;
  const lease = ({ tokens, perSecond }: LeaseRequest) => {
    const startsAtMs = Math.max(nextMs, clock.nowMs);
    nextMs = startsAtMs + (tokens * 1_000) / perSecond;
    leased.push(tokens);
    const startsInMs = startsAtMs - clock.nowMs;
    return Promise.resolve({ startsInMs, tokens, perSecond });
  };
  const stock = new TokenStock(lease, () => clock.nowMs);
  const take = (perSecond: number) =>
    stock.take({ tokens: 1, perSecond, burstSeconds: 0 });
  return { clock, leased, take };
}

describe("the tokens that a process has leased", () => {
  it("are of use after a refusal: a rate that is a little lower wastes none of their time", async () => {
    const { take, leased } = aStock();
    const turns: number[] = [];
    for (let count = 0; count < 4; count += 1) turns.push(await take(20));
    const leases = leased.length;
    turns.push(await take(19.6));
    expect(turns).toEqual([0, 50, 100, 150, 200]);
    expect(leased).toHaveLength(leases);
  });

  it("are given up when the rate leaps down", async () => {
    const { take, leased } = aStock();
    await take(1_000);
    await take(1_000);
    await take(1_000);
    const leases = leased.length;
    await take(20);
    expect(leased).toHaveLength(leases + 1);
  });

  it("leave a whole step between who is late and the next", async () => {
    const { take, clock } = aStock();
    for (let count = 0; count < 4; count += 1) await take(20);
    // The fifth is due at 200.
    clock.nowMs = 240;
    const late = Math.max(clock.nowMs, await take(20));
    expect(late).toBe(240);
    expect((await take(20)) - late).toBeGreaterThanOrEqual(50 - GRACE_MS);
  });

  it("are not made late for good by what is late within the grace", async () => {
    const { take, clock } = aStock();
    for (let count = 0; count < 4; count += 1) await take(20);
    clock.nowMs = 200 + GRACE_MS;
    await take(20);
    expect(await take(20)).toBe(250);
  });
});
