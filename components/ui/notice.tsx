import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { tones } from "./tones";

const notice = cva("rounded-control px-3 py-2 text-sm", {
  variants: {
    tone: tones,
  },
});

/** A sentence that matters now; bad ones are announced. */
export function Notice({
  tone,
  className,
  children,
}: {
  tone: keyof typeof tones;
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
