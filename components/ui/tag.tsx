import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { tones } from "./tones";

const tag = cva(
  "inline-flex h-5 items-center gap-1.5 rounded-[5px] px-1.5 text-[11.5px] font-[550] whitespace-nowrap",
  {
    variants: {
      tone: {
        ...tones,
        heap: "bg-heap-soft text-heap",
        segment: "bg-segment-soft text-segment",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type Tone = NonNullable<VariantProps<typeof tag>["tone"]>;

export function Tag({
  tone,
  dot = false,
  className,
  children,
  ...props
}: ComponentProps<"span"> & { tone?: Tone; dot?: boolean }) {
  return (
    <span className={tag({ tone, className })} {...props}>
      {dot && <span className="size-[7px] rounded-full bg-current" />}
      {children}
    </span>
  );
}
