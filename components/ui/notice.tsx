import { cva } from "class-variance-authority";
import type { ReactNode } from "react";

const notice = cva("rounded-control px-3 py-2 text-sm", {
  variants: {
    tone: {
      neutral: "bg-sunken text-ink-2",
      ok: "bg-ok-soft text-ok",
      warn: "bg-warn-soft text-warn",
      bad: "bg-bad-soft text-bad",
      run: "bg-run-soft text-run",
    },
  },
});

/** A sentence that matters now; bad ones are announced. */
export function Notice({
  tone,
  className,
  children,
}: {
  tone: "neutral" | "ok" | "warn" | "bad" | "run";
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={notice({ tone, className })}
    >
      {children}
    </div>
  );
}
