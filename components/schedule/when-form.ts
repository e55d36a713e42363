import type { SyncDefinition } from "@/lib/sync/definition";
import type { Removals } from "@/lib/sync/removals";
import { isSnapshotSync } from "@/lib/sync/snapshot";
import { TIMEZONE_DEFAULT, type Schedule } from "@/lib/sync/schedule";
import { cronOf, RHYTHM_DEFAULT, rhythmOf, type Rhythm } from "./rhythm";

/** When a sync runs, as it is being chosen. */
export type WhenForm = {
  kind: SyncDefinition["trigger"]["kind"];
  rhythm: Rhythm;
  timezone: string;
  onRemoved: Removals;
  keepPayload: boolean;
};

/** What a definition says; `ownTimezone` is offered where it names no schedule. */
export function whenFormOf(
  { trigger, snapshot }: SyncDefinition,
  ownTimezone: string,
): WhenForm {
  const isScheduled = trigger.kind === "schedule";
  return {
    kind: trigger.kind,
    rhythm: isScheduled ? rhythmOf(trigger.cron) : RHYTHM_DEFAULT,
    timezone: isScheduled
      ? (trigger.timezone ?? TIMEZONE_DEFAULT)
      : ownTimezone,
    onRemoved: snapshot?.onRemoved ?? "nothing",
    keepPayload: snapshot?.keepPayload ?? false,
  };
}

/** The schedule that was chosen, whether it is sound or not. */
export const scheduleOf = ({ rhythm, timezone }: WhenForm): Schedule => ({
  ...{ kind: "schedule", cron: cronOf(rhythm), timezone: timezone.trim() },
});

/** The same definition, run as it was chosen. Only who compares people knows who is gone. */
export function withWhen(
  definition: SyncDefinition,
  form: WhenForm,
): SyncDefinition {
  const { kind, onRemoved, keepPayload } = form;
  const trigger = kind === "schedule" ? scheduleOf(form) : { kind };
  const isCompared = isSnapshotSync({ ...definition, trigger });
  const isSaid = onRemoved !== "nothing" || keepPayload;
  return {
    ...definition,
    trigger,
    snapshot: isCompared && isSaid ? { onRemoved, keepPayload } : null,
  };
}
