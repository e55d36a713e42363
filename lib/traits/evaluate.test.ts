import { describe, expect, it } from "vitest";
import { TraitDefinitionSchema } from "./definition";
import { evaluateTrait, type TraitEvent } from "./evaluate";

const NOW = new Date("2026-11-28T12:00:00Z");
const at = (time: string, properties: TraitEvent["properties"] = {}) => ({
  ...{ event: "Report Created", timeMs: Date.parse(time), properties },
  sessionId: null,
});
const valueOf = (definition: object, events: readonly TraitEvent[]) =>
  evaluateTrait(
    TraitDefinitionSchema.parse({ name: "t", ...definition }),
    events,
    NOW,
  );

describe("a trait of one person's events", () => {
  it("looks back whole days from now, to the millisecond", () => {
    const week = { kind: "count", in: { days: 7 } };
    expect(valueOf(week, [at("2026-11-21T12:00:00.000Z")])).toBe(0);
    expect(valueOf(week, [at("2026-11-21T12:00:00.001Z")])).toBe(1);
    // Clocks differ: what is said to come later counts already.
    expect(valueOf(week, [at("2026-11-29T12:00:00Z")])).toBe(1);
  });

  it("is told also of people who did nothing", () => {
    const kinds = {
      ...{ count: 0, activeDays: 0, sessions: 0, adopted: false },
      ...{ firstTime: null, lastTime: null, lastActiveDate: null },
    };
    for (const [kind, none] of Object.entries(kinds))
      expect(valueOf({ kind }, []), kind).toBe(none);
    for (const kind of ["sum", "average", "mostFrequent"])
      expect(valueOf({ kind, property: "properties.a" }, []), kind).toBeNull();
  });

  it("prefers, of values that came equally often, the later and then the first in the alphabet", () => {
    const plans = (...seen: [string, unknown][]) =>
      valueOf(
        { kind: "mostFrequent", property: "properties.plan" },
        seen.map(([time, plan]) =>
          at(`2026-11-${time}T00:00:00Z`, { plan: plan as string }),
        ),
      );
    expect(plans(["01", "b"], ["02", "a"], ["03", "b"])).toBe("b");
    expect(plans(["02", "b"], ["01", "a"])).toBe("b");
    expect(plans(["01", "b"], ["01", "a"])).toBe("a");
    expect(plans(["01", 5], ["02", "5"], ["03", "a"])).toBe("5");
    expect(plans(["01", ""], ["02", null], ["03", ["a"]])).toBeNull();
  });

  it("sums exactly and rounds an average once", () => {
    const amounts = (kind: string, ...values: (number | string)[]) =>
      valueOf(
        { kind, property: "properties.n" },
        values.map((n) => at("2026-11-01T00:00:00Z", { n })),
      );
    expect(amounts("sum", 0.1, 0.2)).toBe(0.3);
    expect(amounts("sum", "1,234.50", "no number", -1)).toBe(1233.5);
    expect(amounts("average", 1, 1, 2)).toBe(1.333333);
    expect(amounts("average", -1, -1, -2)).toBe(-1.333333);
    expect(amounts("average", 0.000001, 0)).toBe(0.000001);
  });
});
