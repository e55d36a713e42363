"use client";
import { cx } from "class-variance-authority";
import { useId, type ComponentProps, type ReactNode } from "react";

const controlClasses =
  "h-[34px] rounded-control border border-line-strong bg-surface px-2.5 text-sm text-ink aria-invalid:border-bad";

type FieldProps = {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  children: (control: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
  }) => ReactNode;
};

/** A label, a control, and below it the help or what is wrong; read together by screen readers. */
export function Field({
  label,
  help,
  error,
  optional = false,
  children,
}: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = help !== undefined || error !== undefined;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && (
          <span className="font-normal text-ink-3"> (optional)</span>
        )}
      </label>
      {children({
        id,
        "aria-describedby": hasNote ? noteId : undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {hasNote && (
        <p
          id={noteId}
          className={cx(
            "text-xs",
            error === undefined ? "text-ink-2" : "text-bad",
          )}
        >
          {error ?? help}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input className={cx(controlClasses, "w-full", className)} {...props} />
  );
}

export function Select({
  isInline = false,
  className,
  ...props
}: ComponentProps<"select"> & { isInline?: boolean }) {
  return (
    <select
      className={cx(
        controlClasses,
        isInline ? "max-w-56 font-medium" : "w-full",
        className,
      )}
      {...props}
    />
  );
}
