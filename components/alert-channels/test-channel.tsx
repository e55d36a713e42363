"use client";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useTestAlertChannel } from "@/lib/queries/alert-channels";

/** Sends a message, and says what came back. */
export function TestChannel({ id }: { id: string }) {
  const test = useTestAlertChannel(id);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-3">
      <Button size="sm" isBusy={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? "Sending …" : "Send a test"}
      </Button>
      {test.data !== undefined && (
        <Notice
          tone={test.data.ok ? "ok" : "bad"}
          className="min-w-0 grow basis-60 py-1 text-xs [overflow-wrap:anywhere]"
        >
          {test.data.detail}
        </Notice>
      )}
      {test.error !== null && (
        <Notice tone="bad" className="grow basis-60 py-1 text-xs">
          {test.error.message}
        </Notice>
      )}
    </div>
  );
}
