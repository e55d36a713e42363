"use client";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useMakeKeyPair } from "@/lib/queries/connect";

/** Makes the key that signs in to Snowflake; only what Snowflake has to know of it is shown. */
export function SnowflakeKey({ connectionId }: { connectionId: string }) {
  const make = useMakeKeyPair(connectionId);
  return (
    <div className="grid gap-2 border-t border-line px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-3">
        <p className="grow basis-64 text-ink-2">
          Sluice can make the pair of keys itself. The private one is stored
          encrypted and never shown; a key or token that is stored is replaced.
        </p>
        <Button size="sm" isBusy={make.isPending} onClick={() => make.mutate()}>
          Make a key
        </Button>
      </div>
      <ErrorNotice error={make.error} />
      {make.data !== undefined && (
        <CodeBlock label="Run this in Snowflake" text={make.data.statement} />
      )}
    </div>
  );
}
