"use client";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Notice } from "./notice";

type ConfirmProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What will be gone, in numbers. */
  consequence: ReactNode;
  action: string;
  /** What not doing it is called. */
  keep?: string;
  isBusy: boolean;
  error: string | null;
  onConfirm: () => void;
};

/** For what can't be undone. */
export function ConfirmDialog(props: ConfirmProps) {
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      description={props.consequence}
    >
      {props.error !== null && (
        <Notice tone="bad" className="mt-4">
          {props.error}
        </Notice>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={props.onClose}>{props.keep ?? "Keep"}</Button>
        <Button
          variant="danger"
          isBusy={props.isBusy}
          onClick={props.onConfirm}
        >
          {props.action}
        </Button>
      </div>
    </Dialog>
  );
}
