"use client";
import { useEffect, useState } from "react";
import { Button } from "./button";

const SHOWN_MS = 1_500;

/** Copies, and says so for a moment. */
export function CopyButton({
  text,
  label = "Copy",
}: {
  text: string;
  label?: string;
}) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  return (
    <Button size="sm" onClick={() => void copy()} aria-live="polite">
      {state === "copied"
        ? "Copied"
        : state === "failed"
          ? "Select and copy"
          : label}
    </Button>
  );
}
