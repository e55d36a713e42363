import { describe, expect, it } from "vitest";
import { checkDefinition } from "../sync/check-definition";
import { heapTraitsToSegmentIdentify } from "./heap-traits-to-segment-identify";

const connection = (id: string) => ({
  id,
  name: id,
  settings: { appId: "11" },
});
const given = (features: string[]) => ({
  heap: connection("con_heap"),
  segment: connection("con_segment"),
  answers: { features },
});

describe("the template of user traits", () => {
  it("computes sessions, the last active day and a flag for each feature, and maps each", () => {
    const features = ["Report - Created", "DashboardShared", "Größe ändern"];
    const traits = heapTraitsToSegmentIdentify.traits({ features });
    expect(traits.map(({ name }) => name)).toEqual([
      ...["session_count", "last_active_date", "adopted_report_created"],
      ...["adopted_dashboard_shared", "adopted_gr_e__ndern"],
    ]);
    const { mapping } = heapTraitsToSegmentIdentify.build(given(features));
    for (const { name } of traits)
      expect(mapping[`traits.${name}`]).toEqual({ path: `traits.${name}` });
  });

  it("takes events of nearly one name for one feature", () => {
    const features = ["Report Created", "report-created"];
    const traits = heapTraitsToSegmentIdentify.traits({ features });
    expect(traits[2]).toMatchObject({
      ...{ name: "adopted_report_created", event: features },
    });
  });

  it("gives each of several features a trait of its own where their names come to the same", () => {
    const long = "Onboarding completed in the flow that we made for big teams";
    const features = ["報告作成", "設定変更", `${long}: A`, `${long}: B`];
    const adopted = heapTraitsToSegmentIdentify.traits({ features }).slice(2);
    expect(adopted.map((trait) => "event" in trait && trait.event)).toEqual(
      features.map((feature) => [feature]),
    );
    const names = adopted.map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    expect(names[1]).toBe("adopted___2");
  });

  it("makes a definition without problems, whatever the features", () => {
    for (const features of [[], ["A"], ["!", "?"], ["x".repeat(200)]]) {
      const definition = heapTraitsToSegmentIdentify.build(given(features));
      expect(
        checkDefinition(definition).filter(
          ({ severity }) => severity === "error",
        ),
      ).toEqual([]);
    }
  });
});
