/** One alert from its opening to its end, and what was said of it. */
export type Incident = {
  openedAt: Date;
  lastSeenAt: Date;
  /** Since when all has been well; null while it is not. */
  cleanSince: Date | null;
  recoveredAt: Date | null;
  /** When the messages went out; null: none did. */
  triggeredAt: Date | null;
  resolveSentAt: Date | null;
  lastMessageAt: Date | null;
};

export type Policy = {
  cooldownMs: number;
  recoverMs: number;
  remindMs: number | null;
};

export type Verdict = "firing" | "clean" | "unknown";
export type Send = "trigger" | "reminder" | "resolve";

type Step = {
  /** The open one of this key, or one that still owes its recovery message. */
  incident: Incident | null;
  verdict: Verdict;
  /** When a trigger message last went out for this key, in whichever incident. */
  lastTriggeredAt: Date | null;
  isMuted: boolean;
  /** Whether it would still be muted once it has recovered. */
  isMutedAfter: boolean;
  policy: Policy;
  now: Date;
};

/**
 * The next state of one alert. For each incident at most one trigger message
 * goes out, and at most one recovery, which only follows a trigger; a muted one
 * says nothing, and makes good for it afterwards. The same step again changes nothing.
 */
export function stepIncident(step: Step): {
  incident: Incident | null;
  send: Send | null;
} {
  const { incident, verdict } = step;
  if (verdict === "firing") return keepFiring(step, incident);
  if (incident === null) return { incident, send: null };
  if (incident.recoveredAt !== null) return payOwed(step, incident);
  return verdict === "unknown"
    ? { incident, send: null }
    : cleanUp(step, incident);
}

/** Whether its recovery was not told yet, although its beginning was. */
export const owesResolve = ({
  recoveredAt,
  triggeredAt,
  resolveSentAt,
}: Incident) =>
  recoveredAt !== null && triggeredAt !== null && resolveSentAt === null;

function keepFiring(step: Step, known: Incident | null) {
  const { now, isMuted } = step;
  // One that recovered while it was muted and fires again has never ended for who was told.
  const goesOn =
    known !== null && (known.recoveredAt === null || owesResolve(known));
  const incident: Incident = {
    ...(goesOn ? known : opened(now)),
    ...{ lastSeenAt: now, cleanSince: null, recoveredAt: null },
  };
  const send = isMuted ? null : dueMessage(step, incident);
  if (send === null) return { incident, send };
  const triggeredAt = incident.triggeredAt ?? now;
  return {
    incident: { ...incident, triggeredAt, lastMessageAt: now },
    send,
  };
}

function dueMessage(
  { lastTriggeredAt, policy, now }: Step,
  { triggeredAt, lastMessageAt }: Incident,
): Send | null {
  if (triggeredAt === null)
    return hasPassed(lastTriggeredAt, policy.cooldownMs, now)
      ? "trigger"
      : null;
  return policy.remindMs !== null &&
    hasPassed(lastMessageAt, policy.remindMs, now)
    ? "reminder"
    : null;
}

function cleanUp({ now, policy, isMutedAfter }: Step, incident: Incident) {
  const cleanSince = incident.cleanSince ?? now;
  if (now.getTime() - cleanSince.getTime() < policy.recoverMs)
    return { incident: { ...incident, cleanSince }, send: null };
  const recovered = { ...incident, cleanSince, recoveredAt: cleanSince };
  return isMutedAfter
    ? { incident: recovered, send: null }
    : tellRecovery(recovered, now);
}

const payOwed = ({ now, isMutedAfter }: Step, incident: Incident) =>
  isMutedAfter ? { incident, send: null } : tellRecovery(incident, now);

function tellRecovery(
  incident: Incident,
  now: Date,
): { incident: Incident; send: Send | null } {
  return owesResolve(incident)
    ? {
        incident: { ...incident, resolveSentAt: now, lastMessageAt: now },
        send: "resolve",
      }
    : { incident, send: null };
}

const opened = (now: Date): Incident => ({
  ...{ openedAt: now, lastSeenAt: now, cleanSince: null, recoveredAt: null },
  ...{ triggeredAt: null, resolveSentAt: null, lastMessageAt: null },
});

const hasPassed = (since: Date | null, ms: number, now: Date) =>
  since === null || now.getTime() - since.getTime() >= ms;
