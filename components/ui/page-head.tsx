import type { ReactNode } from "react";

/** What this is, how it is, what can be done. */
export function PageHead({
  crumb,
  title,
  tags,
  lead,
  actions,
}: {
  crumb?: ReactNode;
  title: string;
  tags?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 grow basis-[min(100%,380px)]">
        {crumb !== undefined && (
          <div className="mb-1.5 text-sm text-ink-3">{crumb}</div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-xl font-semibold tracking-[-0.012em] [overflow-wrap:anywhere]">
            {title}
          </h1>
          {tags}
        </div>
        {lead !== undefined && (
          <p className="mt-[3px] text-sm text-ink-2">{lead}</p>
        )}
      </div>
      {actions !== undefined && (
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
      )}
    </div>
  );
}
