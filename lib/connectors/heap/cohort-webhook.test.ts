import { describe, expect, it } from "vitest";
import { isCohortMessage, readCohortPage } from "./cohort-webhook";

const sync = {
  action_type: "segment.users.sync",
  data: {
    segment: { id: 123, name: "Free" },
    sync_info: { page_number: 1, total_pages: 5, sync_task_id: "t1" },
    add: [{ id: "a@x.io" }],
  },
};

describe("what Heap's cohort webhook posts", () => {
  it("is read as Heap documents it, each of both lists being optional", () => {
    expect(readCohortPage(sync, 1)).toEqual({
      ...{ kind: "sync", segmentId: "123", name: "Free", taskId: "t1" },
      ...{ page: 1, totalPages: 5, added: ["a@x.io"], removed: [] },
      unusable: 0,
    });
  });

  it("tells a drain from the next by when it was signed", () => {
    const drain = {
      action_type: "segment.users.drain",
      data: { segment: { id: "123" } },
    };
    expect(readCohortPage(drain, 1).taskId).not.toBe(
      readCohortPage(drain, 2).taskId,
    );
    expect(readCohortPage(drain, 1)).toMatchObject({
      name: null,
      totalPages: 1,
    });
  });

  it.each([
    ["what it is for", sync, false, true],
    ["an action to come", { action_type: "segment.created" }, false, true],
    ["signed, without an action", { data: {} }, true, true],
    ["an event", { event: "Click" }, false, false],
    [
      "an event of that name",
      { event: "Click", action_type: "segment.created" },
      true,
      false,
    ],
    ["something else", { action_type: "click" }, false, false],
    ["something else", { action_type: 1 }, false, false],
  ])("is told from events: %s", (_, body, isSigned, expected) => {
    expect(isCohortMessage(body, isSigned)).toBe(expected);
  });
});
