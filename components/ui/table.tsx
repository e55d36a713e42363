import { cx } from "class-variance-authority";
import type { ComponentProps } from "react";

/** Scrolls sideways by itself where the page is narrower. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <div className="relative overflow-x-auto">
      <table
        className={cx("w-full border-collapse text-sm", className)}
        {...props}
      />
    </div>
  );
}

export function Th({
  right = false,
  className,
  ...props
}: ComponentProps<"th"> & { right?: boolean }) {
  return (
    <th
      scope="col"
      className={cx(
        "border-b border-line px-4 py-2 text-xs font-medium whitespace-nowrap text-ink-3",
        right ? "text-right" : "text-left",
        className,
      )}
      {...props}
    />
  );
}

export function Td({
  right = false,
  className,
  ...props
}: ComponentProps<"td"> & { right?: boolean }) {
  return (
    <td
      className={cx(
        "border-b border-line px-4 py-[9px] align-middle in-[tr:last-child]:border-b-0",
        right && "text-right tabular-nums",
        className,
      )}
      {...props}
    />
  );
}
