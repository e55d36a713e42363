"use client";
import { cva, type VariantProps } from "class-variance-authority";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

const surface = cva(
  "fixed z-50 rounded-surface border border-line bg-surface p-5 shadow-float",
  {
    variants: {
      size: {
        md: "top-[10vh] left-1/2 max-h-[80vh] w-[calc(100vw-24px)] max-w-[520px] -translate-x-1/2 overflow-y-auto",
        /** The whole height, for work: its parts scroll by themselves. */
        sheet:
          "inset-2 mx-auto flex max-w-[1280px] flex-col max-md:p-3 md:inset-x-8 md:inset-y-6",
      },
    },
    defaultVariants: { size: "md" },
  },
);

type DialogProps = VariantProps<typeof surface> & {
  isOpen: boolean;
  /** Neither Escape nor a press outside closes it: something would be lost. */
  keepsOpen?: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Keeps the focus inside, closes with Escape, and gives the focus back. */
export function Dialog({
  isOpen,
  keepsOpen = false,
  onClose,
  size,
  title,
  description,
  className,
  children,
}: DialogProps) {
  const keep = (event: Event) => {
    if (keepsOpen) event.preventDefault();
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...(description === undefined
            ? { "aria-describedby": undefined }
            : {})}
          data-dialog
          onEscapeKeyDown={keep}
          onInteractOutside={keep}
          className={surface({ size, className })}
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
