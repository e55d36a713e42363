"use client";
import { cx } from "class-variance-authority";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Keeps the focus inside, closes with Escape, and gives the focus back. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  className,
  children,
}: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...(description === undefined
            ? { "aria-describedby": undefined }
            : {})}
          className={cx(
            "rounded-surface border-line bg-surface shadow-float fixed top-[10vh] left-1/2 z-50 max-h-[80vh] w-[calc(100vw-24px)] max-w-[520px] -translate-x-1/2 overflow-y-auto border p-5",
            className,
          )}
        >
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description className="text-ink-2 mt-1 text-sm">
              {description}
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
