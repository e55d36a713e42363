import { cx } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";

/** A surface with an optional head: a title at the left, whatever belongs to it at the right. */
export function Card({
  title,
  aside,
  className,
  children,
  ...props
}: Omit<ComponentProps<"section">, "title"> & {
  title?: string;
  aside?: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className={cx(
        "min-w-0 rounded-surface border border-line bg-surface",
        className,
      )}
      {...props}
    >
      {title !== undefined && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2">
          <h2 className="grow text-base font-semibold">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
