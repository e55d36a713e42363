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
            "fixed top-[10vh] left-1/2 z-50 max-h-[80vh] w-[calc(100vw-24px)] max-w-[520px] -translate-x-1/2 overflow-y-auto rounded-surface border border-line bg-surface p-5 shadow-float",
            className,
          )}
        >
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description className="mt-1 text-sm text-ink-2">
              {description}
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
