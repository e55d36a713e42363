import { cx } from "class-variance-authority";
import type { TraitKind } from "@/lib/traits/definition";
import { TRAIT_KIND_NAMES, TRAIT_KINDS } from "@/lib/traits/kinds";

/** What is told of the events: one of the kinds, walked by the arrows. */
export function KindPicker({
  kind,
  onChange,
}: {
  kind: TraitKind;
  onChange: (kind: TraitKind) => void;
}) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">What to compute</legend>
      <div className="grid grid-cols-2 gap-1.5 sm:grid-cols-3 lg:grid-cols-4">
        {TRAIT_KIND_NAMES.map((name) => (
          <Kind
            key={name}
            name={name}
            isChosen={name === kind}
            onChoose={() => onChange(name)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Kind({
  name,
  isChosen,
  onChoose,
}: {
  name: TraitKind;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { label, help } = TRAIT_KINDS[name];
  return (
    <label
      className={cx(
        "grid cursor-pointer content-start gap-0.5 rounded-control border px-2.5 py-2 has-focus-visible:outline-2 has-focus-visible:outline-focus",
        isChosen
          ? "bg-accent-soft border-accent"
          : "border-line-strong hover:bg-sunken",
      )}
    >
      <input
        type="radio"
        name="kind"
        value={name}
        checked={isChosen}
        onChange={onChoose}
        className="sr-only"
      />
      <span className="text-sm font-[550]">{label}</span>
      <span className="text-xs text-ink-2">{help}</span>
    </label>
  );
}
