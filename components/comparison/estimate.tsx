"use client";
import { firstRunWords } from "@/components/schedule/schedule-words";
import { Notice } from "@/components/ui/notice";
import { useEstimate } from "@/lib/queries/syncs";
import type { SyncDefinition } from "@/lib/sync/definition";
import { estimateWords } from "./estimate-words";

/** What the run after publishing would send, and when that is. It can be published without knowing. */
export function Estimate({
  syncId,
  definition,
  isFirst,
}: {
  syncId: string;
  definition: SyncDefinition;
  /** Nothing was published yet. */
  isFirst: boolean;
}) {
  const { data, error } = useEstimate(syncId, definition);
  return (
    <section
      aria-label={isFirst ? "The first run" : "The next run"}
      className="grid gap-2 rounded-control bg-sunken p-3.5 text-sm"
    >
      {error !== null ? (
        <Notice tone="warn">
          What it will send could not be told: {error.message} You can publish
          all the same.
        </Notice>
      ) : data === undefined ? (
        <p role="status">
          Comparing people, to tell what will be sent … It takes some seconds.
        </p>
      ) : (
        <Told words={estimateWords(data, definition, isFirst)} />
      )}
      <p className="text-ink-2">
        {firstRunWords(definition.trigger, new Date())}
      </p>
    </section>
  );
}

function Told({
  words: { lead, notes },
}: {
  words: ReturnType<typeof estimateWords>;
}) {
  return (
    <div role="status" className="grid gap-2">
      <p className="font-semibold">{lead}</p>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
