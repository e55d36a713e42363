"use client";
import Link from "next/link";
import { formatCount } from "@/components/ledger/outcomes";
import { triggerWords } from "@/components/schedule/schedule-words";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { useDrift } from "@/lib/queries/syncs";
import { isSnapshotSync } from "@/lib/sync/snapshot";
import { STREAMS } from "@/lib/sync/streams/registry";
import { Panel } from "./panel";
import { reasonsOf, type PanelProps } from "./panel-props";
import { useEndsEdit } from "./use-ends-edit";
import { useWhenEdit } from "./use-when-edit";

/** Where records come from, and how fast. */
export function SourcePanel(props: PanelProps) {
  const { sync } = props;
  const { source } = sync.definition;
  const ends = useEndsEdit(props);
  const when = useWhenEdit(props);
  const drift = useDrift(sync.id).data;
  const [came, went] = [drift?.new.length ?? 0, drift?.vanished.length ?? 0];
  return (
    <Panel
      stage="source"
      reasons={reasonsOf(props, "source")}
      lead={<Lead {...props} />}
      actions={
        <>
          <Button asChild>
            <Link href={`/connections?open=${source.connection}`}>
              Open the connection
            </Link>
          </Button>
          {when.mayEdit && (
            <Button onClick={when.open}>Change when it runs</Button>
          )}
          {ends.mayEdit && (
            <Button onClick={ends.open}>Change the stream</Button>
          )}
        </>
      }
    >
      {ends.dialog}
      {when.dialog}
      {came + went > 0 && (
        <Notice tone="neutral">
          {came} new and {went} vanished fields in its records.
        </Notice>
      )}
    </Panel>
  );
}

/** What is read and when, and how fast. */
function Lead({ sync, names, flow }: PanelProps) {
  const { source, trigger } = sync.definition;
  const { one, many } = STREAMS[source.stream];
  if (isSnapshotSync(sync.definition))
    return (
      <>
        All {many} of {names.source} are compared {triggerWords(trigger)}. Only
        those who differ from what was sent last go on.
      </>
    );
  const isStream = trigger.kind === "stream";
  return (
    <>
      Every {one} that {isStream ? "arrives" : "arrived"} at {names.source}
      {!isStream && ` since the last run, ${triggerWords(trigger)}`}
      {flow?.lastReadAt ? (
        <>
          ; the last was read <RelativeTime at={flow.lastReadAt} />,{" "}
          {formatCount(Math.round(flow.perMinute))} a minute.
        </>
      ) : (
        "; none was read in the last day."
      )}
    </>
  );
}
