import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Tag } from "@/components/ui/tag";
import type { StageReasonDto } from "@/lib/services/run/schemas";
import type { Stage } from "@/lib/sync/pipeline-stages";
import { STAGE_TITLES } from "./stage-words";

/** What a stage does, what can be done with it, and why records went no further. */
export function Panel({
  stage,
  lead,
  actions,
  reasons,
  children,
}: {
  stage: Stage;
  lead: ReactNode;
  actions?: ReactNode;
  reasons: readonly StageReasonDto[];
  children?: ReactNode;
}) {
  return (
    <section aria-label={STAGE_TITLES[stage]} className="grid gap-3 p-4">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-72">
          <h3 className="text-base font-semibold">{STAGE_TITLES[stage]}</h3>
          <p className="text-sm [overflow-wrap:anywhere] text-ink-2">{lead}</p>
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap gap-2">{actions}</div>
        )}
      </header>
      {children}
      <Reasons reasons={reasons} />
    </section>
  );
}

function Reasons({ reasons }: { reasons: readonly StageReasonDto[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul
      aria-label="Why records went no further"
      className="divide-y divide-line rounded-control border border-line"
    >
      {reasons.map(({ code, outcome, message, count, runId }) => (
        <li key={`${code} ${outcome}`}>
          <Link
            href={`/runs/${runId}?outcome=${outcome}`}
            className="flex flex-wrap items-baseline gap-x-2.5 px-3 py-2 text-sm hover:bg-sunken"
          >
            <Tag tone={outcome === "rejected" ? "bad" : "warn"}>{outcome}</Tag>
            <span className="min-w-0 grow basis-60 [overflow-wrap:anywhere]">
              {message}
            </span>
            <span className="tabular-nums">{formatCount(count)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
