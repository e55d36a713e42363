import type { AlertMessage } from "../../../alerts/message";

/** What most tests tell; `changes` make it another one. */
export const aMessage = (
  changes: Partial<AlertMessage> = {},
): AlertMessage => ({
  kind: "trigger",
  alertKey: "alert-1",
  severity: "error",
  title: "Sign-ups to Segment: Segment is down",
  cause: "Segment answered 503 to 40 requests in a row.",
  workspaceName: "Acme",
  syncName: "Sign-ups to Segment",
  facts: [{ label: "Waiting", value: "1,204 records" }],
  link: "https://sluice.acme.io/runs/run_1",
  startedAt: "2026-11-25T14:02:10.000Z",
  endedAt: null,
  ...changes,
});

/** The recovery of the same alert. */
export const aRecovery = (changes: Partial<AlertMessage> = {}): AlertMessage =>
  aMessage({
    kind: "resolve",
    cause: "Segment takes requests again.",
    endedAt: "2026-11-25T15:07:40.000Z",
    ...changes,
  });
