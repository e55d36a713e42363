"use client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <EmptyState
      title="This page could not be shown"
      action={<Button onClick={reset}>Try again</Button>}
    >
      Nothing is lost: syncs go on without it.
      {error.digest !== undefined && ` Tell support this: ${error.digest}.`}
    </EmptyState>
  );
}
