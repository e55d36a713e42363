"use client";
import Link from "next/link";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";

/** Where calls go, and what waits there. */
export function DestinationPanel(props: PanelProps) {
  const { sync, names, pipeline } = props;
  const { destination, delivery } = sync.definition;
  const { pending = 0 } = pipeline?.ledger ?? {};
  return (
    <Panel
      stage="destination"
      reasons={reasonsOf(props, "destination")}
      lead={`Track calls at ${names.destination}, each tried at most ${delivery.maxAttempts} times${
        delivery.ratePerSecond ? `, ${delivery.ratePerSecond} a second` : ""
      }.`}
      actions={
        <Button asChild>
          <Link href={`/connections?open=${destination.connection}`}>
            Open the connection
          </Link>
        </Button>
      }
    >
      {pending > 0 && (
        <Notice tone="run">
          {formatCount(pending)} records wait for an answer. Nothing of them is
          lost.
        </Notice>
      )}
    </Panel>
  );
}
