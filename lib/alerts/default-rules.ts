import type { RuleInput } from "./rule";

const COMMON = {
  ...{ syncIds: null, channelIds: [], enabled: true },
  ...{ cooldownMinutes: 30, recoverMinutes: 2, remindMinutes: null },
} satisfies Partial<RuleInput>;

/** What every workspace is told about without having asked; by keys that stay. */
export const DEFAULT_RULES: Readonly<Record<string, RuleInput>> = {
  failure: {
    ...COMMON,
    name: "A run fails",
    watch: { kind: "failure", of: "run", forMinutes: 0 },
    severity: "critical",
  },
  down: {
    ...COMMON,
    name: "A connection does not answer",
    watch: { kind: "failure", of: "connection", forMinutes: 5 },
    severity: "error",
  },
  credentials: {
    ...COMMON,
    name: "Credentials are refused",
    watch: { kind: "credentialsRefused" },
    severity: "critical",
  },
  books: {
    ...COMMON,
    name: "Books do not balance",
    watch: { kind: "unbalancedBooks" },
    severity: "critical",
  },
  rejected: {
    ...COMMON,
    name: "Many records fail",
    watch: {
      kind: "rejectedShare",
      ...{ percent: 5, windowMinutes: 15, recordsMin: 20, countInvalid: true },
    },
    severity: "warning",
  },
};
