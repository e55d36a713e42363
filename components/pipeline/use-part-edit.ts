"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import type { PanelProps } from "./panel-props";

/**
 * A dialog in which one part of a sync's definition is changed. It works on
 * the draft as it was when the dialog opened; when that is refused, since a
 * newer one was saved, what was made stays, and the next press puts it into
 * the newer draft.
 */
export function usePartEdit({ sync, edit }: Pick<PanelProps, "sync" | "edit">) {
  const mayEdit = useMay("editor");
  const [opened, setOpened] = useState<SyncDto | null>(null);
  const close = () => setOpened(null);
  return {
    mayEdit,
    /** Null while the dialog is closed. */
    opened,
    open: () => {
      edit.start();
      setOpened(sync);
    },
    close,
    save: (change: (definition: SyncDefinition) => SyncDefinition) => {
      const base = edit.error === null ? (opened ?? sync) : sync;
      edit.apply(base, change(base.definition), close);
    },
  };
}
