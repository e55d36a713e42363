"use client";
import { MappingList } from "@/components/syncs/mapping-list";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/tag";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import type { Choices } from "./choices";

type Props = {
  choices: Choices;
  heap: ConnectionDto | undefined;
  segment: ConnectionDto | undefined;
  definition: SyncDefinition;
  isBusy: boolean;
  onBack: () => void;
  onFinish: (publish: boolean) => void;
};

/** What will happen, in words, before it does. */
export function ReviewStep(props: Props) {
  const { choices, heap, segment, definition, isBusy } = props;
  const events =
    choices.events.length === 0 ? "Every event" : choices.events.join(", ");
  const name = choices.segmentEvent.trim();
  return (
    <div className="grid gap-5">
      <p className="text-base leading-7">
        <b className="font-semibold">{events}</b> that arrives at{" "}
        <Tag tone="heap">{heap?.name ?? "Heap"}</Tag> from now on becomes a
        Track call{" "}
        {name !== "" && (
          <>
            named <b className="font-semibold">{name}</b>{" "}
          </>
        )}
        at <Tag tone="segment">{segment?.name ?? "Segment"}</Tag>.
      </p>
      <MappingList mapping={definition.mapping} />
      <div className="flex flex-wrap justify-end gap-2">
        <span className="grow">
          <Button onClick={props.onBack}>Back</Button>
        </span>
        <Button isBusy={isBusy} onClick={() => props.onFinish(false)}>
          Save as a draft
        </Button>
        <Button
          variant="primary"
          isBusy={isBusy}
          onClick={() => props.onFinish(true)}
        >
          Publish
        </Button>
      </div>
    </div>
  );
}
