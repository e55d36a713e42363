import { alertKey, type Finding, type Judgement } from "./finding";
import {
  owesResolve,
  stepIncident,
  type Incident,
  type Policy,
  type Send,
  type Verdict,
} from "./lifecycle";
import { mutesOf, type Mute } from "./mute";
import type { Rule, RuleKind, Severity } from "./rule";

/** An alert as it is kept: an incident with what is told of it. */
export type AlertState = Incident &
  Pick<
    Finding,
    "title" | "cause" | "facts" | "subject" | "syncIds" | "runId"
  > & {
    id: string;
    key: string;
    ruleId: string;
    ruleName: string;
    kind: RuleKind;
    severity: Severity;
    /** Who was told of its beginning. */
    channelIds: string[];
  };

export type Change = { alert: AlertState; send: Send | null };

type Situation = {
  /** Open alerts, and those that owe their recovery message. */
  known: readonly AlertState[];
  judged: readonly { rule: Rule; judgement: Judgement }[];
  mutes: readonly Mute[];
  /** By key: when a trigger message last went out. */
  lastTriggered: ReadonlyMap<string, Date>;
  /** The channels that are told of a finding of a rule. */
  channelsOf: (rule: Rule, finding: Finding) => string[];
  now: Date;
  newId: () => string;
};

/** What an evaluation changes: alerts that open, go on or recover, each with the message that goes out. */
export function planChanges(situation: Situation): Change[] {
  const { judged, known } = situation;
  const fired = judged.flatMap(({ rule, judgement }) =>
    [...judgement.findings, ...goingOn(rule, judgement, known)].map(
      (finding) => ({
        ...{ rule, finding, key: alertKey(rule.id, finding.subject) },
      }),
    ),
  );
  const firing = new Set(fired.map(({ key }) => key));
  return [
    ...fired.flatMap((one) => changeOfFiring(situation, one)),
    ...known
      .filter(({ key }) => !firing.has(key))
      .flatMap((alert) => changeOfQuiet(situation, alert)),
  ];
}

/** What another alert's cause covers opens nothing; what was open and told before goes on as it is now. */
const goingOn = (
  { id }: Rule,
  { unknown }: Judgement,
  known: readonly AlertState[],
): Finding[] =>
  unknown.flatMap(({ covered, subject }) =>
    covered !== undefined &&
    known.some(
      ({ key, recoveredAt, triggeredAt }) =>
        key === alertKey(id, subject) &&
        recoveredAt === null &&
        triggeredAt !== null,
    )
      ? [covered]
      : [],
  );

type Fired = { rule: Rule; finding: Finding; key: string };

function changeOfFiring(
  situation: Situation,
  { rule, finding, key }: Fired,
): Change[] {
  const known = situation.known.find((alert) => alert.key === key) ?? null;
  const told = { key, ruleId: rule.id, syncIds: finding.syncIds };
  const { incident, send } = stepOf(situation, told, known, "firing", rule);
  if (incident === null) return [];
  const goesOn =
    known !== null && (known.recoveredAt === null || owesResolve(known));
  const openedAt = goesOn ? known.openedAt : startOf(finding, situation.now);
  return [
    {
      alert: {
        ...incident,
        openedAt,
        id: goesOn ? known.id : situation.newId(),
        ...told,
        ...{ ruleName: rule.name, kind: rule.watch.kind },
        severity: rule.severity,
        ...{ title: finding.title, cause: finding.cause },
        ...{ facts: finding.facts, subject: finding.subject },
        runId: finding.runId ?? (goesOn ? known.runId : null),
        channelIds:
          send === "trigger"
            ? situation.channelsOf(rule, finding)
            : (known?.channelIds ?? []),
      },
      send,
    },
  ];
}

const startOf = ({ since }: Finding, now: Date) =>
  since !== undefined && since < now ? since : now;

function changeOfQuiet(situation: Situation, alert: AlertState): Change[] {
  const own = situation.judged.find(({ rule }) => rule.id === alert.ruleId);
  const isUnknown =
    own?.judgement.unknown.some(
      ({ subject }) => alertKey(alert.ruleId, subject) === alert.key,
    ) ?? false;
  const verdict = isUnknown ? "unknown" : "clean";
  const { incident, send } = stepOf(
    situation,
    alert,
    alert,
    verdict,
    own?.rule ?? null,
  );
  return incident === null ? [] : [{ alert: { ...alert, ...incident }, send }];
}

function stepOf(
  { mutes, lastTriggered, now }: Situation,
  told: { key: string; ruleId: string; syncIds: readonly string[] },
  incident: Incident | null,
  verdict: Verdict,
  rule: Rule | null,
) {
  const muted = mutesOf(mutes, told, now);
  return stepIncident({
    incident,
    verdict,
    lastTriggeredAt: lastTriggered.get(told.key) ?? null,
    isMuted: muted.length > 0,
    isMutedAfter: muted.some(({ until }) => until !== null),
    policy: policyOf(rule),
    now,
  });
}

const MINUTE_MS = 60_000;

/** An alert whose rule is gone or switched off ends at once. */
function policyOf(rule: Rule | null): Policy {
  if (rule === null) return { cooldownMs: 0, recoverMs: 0, remindMs: null };
  const { cooldownMinutes, recoverMinutes, remindMinutes } = rule;
  return {
    cooldownMs: cooldownMinutes * MINUTE_MS,
    recoverMs: recoverMinutes * MINUTE_MS,
    remindMs: remindMinutes === null ? null : remindMinutes * MINUTE_MS,
  };
}
