"use client";
import { cx } from "class-variance-authority";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

/** What a button opens: walked by the arrows and by typing, closed by Escape. */
export function Menu({
  trigger,
  align = "start",
  className,
  children,
  ...props
}: Omit<ComponentProps<typeof Radix.Content>, "asChild"> & {
  /** A button. */
  trigger: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={5}
          collisionPadding={8}
          // Above dialogs: one may be opened from inside of it.
          className={cx(
            "z-60 min-w-48 rounded-surface border border-line bg-surface p-1 shadow-float",
            className,
          )}
          {...props}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  className,
  ...props
}: ComponentProps<typeof Radix.Item>) {
  return (
    <Radix.Item
      className={cx(
        "flex w-full items-center gap-3 rounded-[5px] px-2 py-1.5 text-sm outline-none select-none data-disabled:text-ink-3 data-highlighted:bg-sunken",
        className,
      )}
      {...props}
    />
  );
}

/** Items that belong together, with what they are called. */
export function MenuGroup({
  title,
  children,
}: {
  title: string;
  children: ReactNode;
}) {
  return (
    <Radix.Group>
      <Radix.Label className="px-2 pt-2 pb-0.5 text-xs text-ink-3">
        {title}
      </Radix.Label>
      {children}
    </Radix.Group>
  );
}

export const MenuSeparator = () => (
  <Radix.Separator className="my-1 h-px bg-line" />
);
