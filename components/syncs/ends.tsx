import { Tag } from "@/components/ui/tag";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { ACTIONS } from "@/lib/sync/actions/registry";
import { STREAMS } from "@/lib/sync/streams/registry";

/** Where records come from. */
export function SourceEnd({ sync }: { sync: SyncDto }) {
  const { stream } = sync.definition.source;
  return (
    <span className="whitespace-nowrap">
      <Tag tone="heap">Heap</Tag>{" "}
      <span className="text-ink-2">{STREAMS[stream].many}</span>
    </span>
  );
}

/** What they become. */
export function DestinationEnd({ sync }: { sync: SyncDto }) {
  const { action } = sync.definition.destination;
  return (
    <span className="whitespace-nowrap">
      <Tag tone="segment">Segment</Tag>{" "}
      <span className="text-ink-2">{ACTIONS[action].title}</span>
    </span>
  );
}
