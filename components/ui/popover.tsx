"use client";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** A small surface beside what opens it: keeps the focus inside, closes with Escape or a press beside it. */
export function Popover({
  isOpen,
  onOpenChange,
  trigger,
  label,
  children,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** A button. */
  trigger: ReactNode;
  label: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 w-72 rounded-surface border border-line bg-surface p-3 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
