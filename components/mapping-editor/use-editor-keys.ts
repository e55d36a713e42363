"use client";
import { useEffect } from "react";
import type { Draft } from "./use-draft";

/**
 * ⌘Z and ⇧⌘Z, except where a text field has its own. While a dialog is open
 * they are not the page's but, if it asks for them, the dialog's.
 */
export function useEditorKeys(
  { undo, redo }: Pick<Draft, "undo" | "redo">,
  owner: "page" | "dialog" = "page",
) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "z")
        return;
      if (
        event.target instanceof Element &&
        event.target.closest("input, textarea")
      )
        return;
      const isInDialog = document.querySelector("[data-dialog]") !== null;
      if (isInDialog !== (owner === "dialog")) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}
