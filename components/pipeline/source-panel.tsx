"use client";
import Link from "next/link";
import { formatCount } from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { useDrift } from "@/lib/queries/syncs";
import { STREAMS } from "@/lib/sync/streams/registry";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";
import { useEndsEdit } from "./use-ends-edit";

/** Where records come from, and how fast. */
export function SourcePanel(props: PanelProps) {
  const { sync, names, flow } = props;
  const { source } = sync.definition;
  const ends = useEndsEdit(props);
  const drift = useDrift(sync.id).data;
  const [came, went] = [drift?.new.length ?? 0, drift?.vanished.length ?? 0];
  return (
    <Panel
      stage="source"
      reasons={reasonsOf(props, "source")}
      lead={
        <>
          Every {STREAMS[source.stream].one} that arrives at {names.source}
          {flow?.lastReadAt ? (
            <>
              ; the last was read <RelativeTime at={flow.lastReadAt} />,{" "}
              {formatCount(Math.round(flow.perMinute))} a minute.
            </>
          ) : (
            "; none was read in the last day."
          )}
        </>
      }
      actions={
        <>
          <Button asChild>
            <Link href={`/connections?open=${source.connection}`}>
              Open the connection
            </Link>
          </Button>
          {ends.mayEdit && (
            <Button onClick={ends.open}>Change the stream</Button>
          )}
        </>
      }
    >
      {ends.dialog}
      {came + went > 0 && (
        <Notice tone="neutral">
          {came} new and {went} vanished fields in its records.
        </Notice>
      )}
    </Panel>
  );
}
