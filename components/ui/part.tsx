import type { ReactNode } from "react";

/** A titled part of what a card shows of one thing. */
export function Part({
  title,
  children,
}: {
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <h4 className="text-xs font-medium text-ink-3">{title}</h4>
      {children}
    </div>
  );
}
