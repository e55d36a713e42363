import { Choice } from "@/components/ui/choice";
import { Tick } from "@/components/ui/tick";
import { REMOVALS } from "@/lib/sync/removals";
import { REMOVALS_WORDS } from "./schedule-words";
import type { WhenForm } from "./when-form";

/** What Segment gets of people who are gone, and what is remembered of a call. */
export function RemovalFields({
  form,
  onChange,
}: {
  form: WhenForm;
  onChange: (changed: Partial<WhenForm>) => void;
}) {
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="text-sm font-medium">Of people who are gone</legend>
        <p className="text-xs text-ink-2">
          From Heap, or because the filter leaves them out by now. Segment gets:
        </p>
        {REMOVALS.map((policy) => (
          <Choice
            key={policy}
            name="removals"
            title={REMOVALS_WORDS[policy].title}
            help={REMOVALS_WORDS[policy].help}
            isChosen={form.onRemoved === policy}
            onChoose={() => onChange({ onRemoved: policy })}
          />
        ))}
      </fieldset>
      <Tick
        isOn={form.keepPayload}
        onChange={(keepPayload) => onChange({ keepPayload })}
        title="Keep what was sent last"
        help="The whole call of each person, not only its fingerprint. It takes more room, and holds personal data."
      />
    </>
  );
}
