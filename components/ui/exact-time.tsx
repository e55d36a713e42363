import type { ReactNode } from "react";

/** A time in whatever words; the exact one on hover. */
export function ExactTime({
  at,
  children,
}: {
  at: string;
  children: ReactNode;
}) {
  return (
    <time
      dateTime={at}
      title={new Date(at).toLocaleString()}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {children}
    </time>
  );
}
