import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/queries/api-client";

/** What the page of one thing shows before it has it: loading, a problem, or that there is none. */
export function DetailState({
  error,
  what,
  list,
}: {
  error: Error | null;
  /** As in "There is no such sync". */
  what: string;
  list: { href: string; label: string };
}) {
  if (error instanceof ApiError && error.status === 404)
    return (
      <EmptyState
        title={`There is no such ${what}`}
        action={
          <Button asChild>
            <Link href={list.href}>{list.label}</Link>
          </Button>
        }
      />
    );
  if (error !== null) return <ErrorNotice error={error} />;
  return (
    <div role="status" aria-label="Loading" className="grid gap-4">
      <Skeleton className="h-14" />
      <Skeleton className="h-20" />
      <Skeleton className="h-64" />
    </div>
  );
}
