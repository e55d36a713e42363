import type { Facts, SyncFacts } from "../facts";
import { syncsOf, type Judgement } from "../finding";
import type { Rule, RuleKind } from "../rule";
import { judgeAnomaly } from "./anomaly";
import { judgeBacklog } from "./backlog";
import { judgeCredentialsRefused } from "./credentials-refused";
import { judgeFailure } from "./failure";
import { judgeLatency } from "./latency";
import { judgeLimitReached } from "./limit-reached";
import { judgeNoData } from "./no-data";
import { judgePlanViolations } from "./plan-violations";
import { judgeRejectedShare } from "./rejected-share";
import { judgeSchemaDrift } from "./schema-drift";
import { judgeUnbalancedBooks } from "./unbalanced-books";

/** What follows from a connection that does not answer: told by the alert about that connection. */
const FOLLOWS: ReadonlySet<RuleKind> = new Set([
  "latency",
  "backlog",
  "noData",
  "anomaly",
]);

/**
 * What a rule says of the facts. What merely follows from a connection's fault
 * that another of the `rules` tells about opens no alert of its own.
 */
export function judge(
  rule: Rule,
  rules: readonly Rule[],
  facts: Facts,
): Judgement {
  const judgement = judgeAlone(rule, facts);
  if (!FOLLOWS.has(rule.watch.kind)) return judgement;
  const covered = coveredSyncs(rules, facts);
  const isCovered = ({ syncIds }: { syncIds: string[] }) =>
    syncIds.every((id) => covered.has(id));
  return {
    findings: judgement.findings.filter((finding) => !isCovered(finding)),
    unknown: [
      ...judgement.unknown,
      ...judgement.findings.filter(isCovered).map((covered) => ({
        ...{ subject: covered.subject, covered },
        why: "Its destination does not answer well, or did not a moment ago.",
      })),
    ],
  };
}

function judgeAlone(rule: Rule, facts: Facts): Judgement {
  const { watch } = rule;
  switch (watch.kind) {
    case "failure":
      return judgeFailure(rule, watch, facts);
    case "rejectedShare":
      return judgeRejectedShare(rule, watch, facts);
    case "latency":
      return judgeLatency(rule, watch, facts);
    case "backlog":
      return judgeBacklog(rule, watch, facts);
    case "noData":
      return judgeNoData(rule, watch, facts);
    case "anomaly":
      return judgeAnomaly(rule, watch, facts);
    case "schemaDrift":
      return judgeSchemaDrift(rule, watch, facts);
    case "planViolations":
      return judgePlanViolations(rule, watch, facts);
    case "credentialsRefused":
      return judgeCredentialsRefused(rule, facts);
    case "limitReached":
      return judgeLimitReached(rule, watch, facts);
    case "unbalancedBooks":
      return judgeUnbalancedBooks(rule, facts);
  }
}

/** Syncs whose destination is in trouble, or was a moment ago, and that a rule tells about it. */
function coveredSyncs(rules: readonly Rule[], facts: Facts): Set<string> {
  const tellsAboutDown = rules.filter(
    ({ watch }) => watch.kind === "failure" && watch.of === "connection",
  );
  const tellsAboutHeld = rules.filter(
    ({ watch }) => watch.kind === "credentialsRefused",
  );
  const troubled = new Set(
    facts.connections
      .filter(({ downSince, isSettling }) => downSince !== null || isSettling)
      .map(({ id }) => id),
  );
  const isHeld = ({ waiting }: SyncFacts) => waiting?.reason === "held";
  return new Set(
    [
      ...within(tellsAboutDown, facts).filter(({ destinationId }) =>
        troubled.has(destinationId),
      ),
      ...within(tellsAboutHeld, facts).filter(isHeld),
    ].map(({ id }) => id),
  );
}

const within = (rules: readonly Rule[], facts: Facts) =>
  rules.flatMap((rule) => syncsOf(rule, facts));
