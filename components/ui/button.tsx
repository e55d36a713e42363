import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";

const button = cva(
  "inline-flex items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap transition-colors select-none disabled:opacity-55",
  {
    variants: {
      variant: {
        primary:
          "border-accent bg-accent text-on-accent hover:opacity-90 disabled:hover:opacity-55",
        secondary: "border-line-strong bg-surface text-ink hover:bg-sunken",
        ghost:
          "border-transparent bg-transparent text-ink-2 hover:bg-sunken hover:text-ink",
        danger: "border-bad bg-bad text-surface hover:opacity-90",
      },
      size: {
        md: "h-8 px-3 text-sm",
        sm: "h-[26px] px-2.5 text-xs",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof button> & {
    /** The child takes the looks: for links. */
    asChild?: boolean;
    /** Shows that the press is being worked on, and takes no second one. */
    isBusy?: boolean;
  };

export function Button({
  variant,
  size,
  className,
  asChild = false,
  isBusy = false,
  disabled,
  type = "button",
  ...props
}: ButtonProps) {
  const classes = button({ variant, size, className });
  if (asChild) return <Slot.Root className={classes} {...props} />;
  return (
    <button
      type={type}
      className={classes}
      disabled={(disabled ?? false) || isBusy}
      aria-busy={isBusy || undefined}
      {...props}
    />
  );
}
