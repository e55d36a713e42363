"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import type { SyncDefinition } from "@/lib/sync/definition";
import { scheduleProblem } from "@/lib/sync/schedule";
import { STREAMS } from "@/lib/sync/streams/registry";
import { RemovalFields } from "./removal-fields";
import { ScheduleFields } from "./schedule-fields";
import { ownTimezone } from "./timezones";
import { scheduleOf, whenFormOf, withWhen, type WhenForm } from "./when-form";

const KINDS = ["stream", "schedule", "manual"] as const;
const TITLES = {
  stream: "As things happen",
  schedule: "On a schedule",
  manual: "Only when asked",
} as const satisfies Record<WhenForm["kind"], string>;

/** When a sync runs; of one that compares people, what becomes of those who are gone. */
export function WhenDialog({
  definition,
  isSaving,
  error,
  onChange,
  onClose,
}: {
  definition: SyncDefinition;
  isSaving: boolean;
  /** Why it could not be saved: what was chosen stays. */
  error: Error | null;
  /** Whoever opened the dialog closes it. */
  onChange: (change: (draft: SyncDefinition) => SyncDefinition) => void;
  onClose: () => void;
}) {
  const [form, setForm] = useState(() => whenFormOf(definition, ownTimezone()));
  const change = (changed: Partial<WhenForm>) =>
    setForm({ ...form, ...changed });
  const { stream } = definition.source;
  const helps = helpsOf(stream);
  const isSound =
    form.kind !== "schedule" || scheduleProblem(scheduleOf(form)) === null;
  return (
    <Dialog isOpen onClose={onClose} title="When it runs">
      <form
        noValidate
        className="mt-4 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSound) onChange((draft) => withWhen(draft, form));
        }}
      >
        <fieldset className="grid gap-2.5">
          <legend className="sr-only">When it runs</legend>
          {KINDS.map((kind) => (
            <Choice
              key={kind}
              name="when"
              title={TITLES[kind]}
              help={helps[kind]}
              isChosen={form.kind === kind}
              onChoose={() => change({ kind })}
            />
          ))}
        </fieldset>
        {form.kind === "schedule" && (
          <ScheduleFields form={form} onChange={change} />
        )}
        {stream === "users" && form.kind !== "stream" && (
          <RemovalFields form={form} onChange={change} />
        )}
        <ErrorNotice error={error} />
        <div className="sticky -bottom-5 -mx-5 -mb-5 flex justify-end gap-2 border-t border-line bg-surface px-5 py-3.5">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={!isSound}
            isBusy={isSaving}
          >
            Use this
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function helpsOf(
  stream: SyncDefinition["source"]["stream"],
): Record<WhenForm["kind"], string> {
  const { one, many } = STREAMS[stream];
  if (stream === "users")
    return {
      stream: "Each change that Heap Connect brings from now on is sent.",
      schedule:
        "Each run compares all people with what was sent last, and sends only who was added, changed or removed.",
      manual: "The same comparison, when you press Run now.",
    };
  return {
    stream: `Each ${one} is sent as it arrives.`,
    schedule: `Each run sends the ${many} that arrived since the last one, up to when it began.`,
    manual: `The same, when you press Run now: until then ${many} wait.`,
  };
}
