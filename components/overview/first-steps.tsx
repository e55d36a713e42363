"use client";
import Link from "next/link";
import { TryInSandbox } from "@/components/templates/try-in-sandbox";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

const FIRST_TEMPLATE = "heap-event-to-segment-track";

/** Before there is a sync. */
export function FirstSteps() {
  const { sandboxUrl } = useSession();
  return (
    <Card>
      <EmptyState
        title="Nothing flows yet"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button asChild variant="primary">
              <Link href="/templates">Pick a template</Link>
            </Button>
            {sandboxUrl !== null && <TryInSandbox slug={FIRST_TEMPLATE} />}
          </div>
        }
      >
        A sync carries Heap’s events to Segment and accounts for each of them.
        Start from a template: it takes three steps.
        {sandboxUrl !== null &&
          " Or try it with the built-in sandbox: nothing leaves this machine."}
      </EmptyState>
    </Card>
  );
}
