"use client";
import { MappingList } from "@/components/syncs/mapping-list";
import { Button } from "@/components/ui/button";
import { Tag } from "@/components/ui/tag";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import type { TemplateView } from "@/lib/templates/template";
import type { Choices } from "./choices";

type Props = {
  choice: TemplateView["choice"];
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
  const { segment, definition, isBusy } = props;
  return (
    <div className="grid gap-5">
      <p className="text-base leading-7">
        <What {...props} /> at{" "}
        <Tag tone="segment">{segment?.name ?? "Segment"}</Tag>.
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

function What({ choice, choices, heap }: Props) {
  const from = <Tag tone="heap">{heap?.name ?? "Heap"}</Tag>;
  if (choice === "tables")
    return (
      <>
        <b className="font-semibold">Every event</b> of the tables that are read
        from {from}, past and to come, becomes a Track call with its own time
      </>
    );
  if (choice === "features")
    return (
      <>
        <b className="font-semibold">Every user</b> of {from} becomes an
        Identify call with what is known of them; every 15 minutes{" "}
        <b className="font-semibold">those who changed</b> are sent again
      </>
    );
  const { events } = choices;
  const name = choices.segmentEvent.trim();
  return (
    <>
      <b className="font-semibold">
        {events.length === 0 ? "Every event" : events.join(", ")}
      </b>{" "}
      that arrives at {from} from now on becomes a Track call
      {name !== "" && (
        <>
          {" "}
          named <b className="font-semibold">{name}</b>
        </>
      )}
    </>
  );
}
