"use client";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useCheckConnection } from "@/lib/queries/connections";

/** Asks the vendor, and says what it said. */
export function CheckConnection({ id }: { id: string }) {
  const check = useCheckConnection(id);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-3">
      <Button size="sm" isBusy={check.isPending} onClick={() => check.mutate()}>
        {check.isPending ? "Checking …" : "Check connection"}
      </Button>
      {check.data !== undefined && (
        <Notice
          tone={check.data.ok ? "ok" : "bad"}
          className="grow basis-60 py-1 text-xs"
        >
          {check.data.detail}
        </Notice>
      )}
      {check.error !== null && (
        <Notice tone="bad" className="grow basis-60 py-1 text-xs">
          {check.error.message}
        </Notice>
      )}
    </div>
  );
}
