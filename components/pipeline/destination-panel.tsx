"use client";
import Link from "next/link";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ACTIONS } from "@/lib/sync/actions/registry";
import { DeliveryDialog } from "./delivery-dialog";
import { deliveryWords } from "./delivery-words";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";
import { useEndsEdit } from "./use-ends-edit";
import { usePartEdit } from "./use-part-edit";

/** Where calls go and how, and what waits there. */
export function DestinationPanel(props: PanelProps) {
  const { sync, names, pipeline, edit } = props;
  const { destination, delivery } = sync.definition;
  const part = usePartEdit(props);
  const ends = useEndsEdit(props);
  const { pending = 0 } = pipeline?.ledger ?? {};
  return (
    <Panel
      stage="destination"
      reasons={reasonsOf(props, "destination")}
      lead={`${ACTIONS[destination.action].title} calls at ${names.destination}: ${deliveryWords(delivery)}.`}
      actions={
        <>
          <Button asChild>
            <Link href={`/connections?open=${destination.connection}`}>
              Open the connection
            </Link>
          </Button>
          {part.mayEdit && <Button onClick={part.open}>Change delivery</Button>}
          {ends.mayEdit && (
            <Button onClick={ends.open}>Change the action</Button>
          )}
        </>
      }
    >
      {ends.dialog}
      {pending > 0 && (
        <Notice tone="run">
          {formatCount(pending)} records wait for an answer. Nothing of them is
          lost.
        </Notice>
      )}
      {part.opened !== null && (
        <DeliveryDialog
          delivery={part.opened.definition.delivery}
          isSaving={edit.isSaving}
          error={edit.error}
          onChange={(next) =>
            part.save((draft) => ({ ...draft, delivery: next }))
          }
          onClose={part.close}
        />
      )}
    </Panel>
  );
}
