import type { AlertDto } from "@/lib/services/alert/schemas";

/** What was measured, in a few words each. */
export function AlertFacts({ facts }: Pick<AlertDto, "facts">) {
  if (facts.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {facts.map(({ label, value }) => (
        <div key={label} className="flex min-w-0 gap-1.5">
          <dt className="flex-none text-ink-3">{label}</dt>
          <dd className="[overflow-wrap:anywhere] text-ink-2">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
