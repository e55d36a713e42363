import { describe, expect, it } from "vitest";
import { definitionOf, draftOf, nameOf, NEW_TRAIT } from "./trait-draft";

describe("a trait in the builder", () => {
  it("is named by what it tells until somebody names it", () => {
    expect(nameOf(NEW_TRAIT)).toBe("event_count_30_days");
    const draft = { ...NEW_TRAIT, events: ["Report Created – v2!"] };
    expect(nameOf({ ...draft, days: null })).toBe("report_created_v2_count");
    expect(
      nameOf({ ...draft, kind: "sum", property: "properties.amount_usd" }),
    ).toBe("report_created_v2_sum_amount_usd_30_days");
    expect(nameOf({ ...draft, name: "reports" })).toBe("reports");
  });

  it("comes to a definition, and back", () => {
    const draft = {
      ...NEW_TRAIT,
      ...{ kind: "adopted" as const, events: ["A"], atLeast: 3, name: "a" },
      ...{ property: "properties.left_over", days: 7 },
    };
    const { definition } = definitionOf(draft);
    expect(definition).toEqual({
      ...{ kind: "adopted", name: "a", event: "A", where: null },
      ...{ in: { days: 7 }, atLeast: 3 },
    });
    expect(definition && draftOf(definition)).toEqual({
      ...{ ...draft, property: "" },
    });
  });

  it("tells by field what is missing", () => {
    const { problems } = definitionOf({
      ...{ ...NEW_TRAIT, kind: "sum", name: "two words", events: [] },
    });
    expect([...(problems?.keys() ?? [])].toSorted()).toEqual([
      ...["event", "name", "property"],
    ]);
  });
});
