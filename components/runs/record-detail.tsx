import { cx } from "class-variance-authority";
import type { ReactNode } from "react";
import { z } from "zod";
import { JsonView } from "@/components/ui/json-view";
import { RelativeTime } from "@/components/ui/relative-time";
import { Part } from "@/components/ui/part";
import type { RunRecordDto } from "@/lib/services/run/schemas";

export const RECORD_DETAIL_ID = "record";

/** One record's way: what came, what it became, what Segment said. */
export function RecordDetail({ record }: { record: RunRecordDto }) {
  return (
    <div
      id={RECORD_DETAIL_ID}
      className="grid min-w-0 scroll-mt-14 content-start gap-4 self-start p-4 max-lg:border-t max-lg:border-line lg:sticky lg:top-0 lg:max-h-screen lg:overflow-y-auto"
    >
      <div>
        <h3 className="text-sm font-semibold [overflow-wrap:anywhere]">
          {record.event ?? "Record"}
        </h3>
        <p className="font-mono text-xs [overflow-wrap:anywhere] text-ink-3">
          {record.recordKey}
        </p>
      </div>
      <ol className="grid gap-1.5 text-sm">
        <Step isGood>
          Read from the inbox
          {record.chunk !== null && `, chunk ${record.chunk}`}{" "}
          <span className="text-xs text-ink-3">
            <RelativeTime at={record.at} />
          </span>
        </Step>
        {stepsOf(record)}
      </ol>
      <Part title="Arrived as">
        <JsonView label="The record as it arrived" value={record.record} />
      </Part>
      {record.payload !== null && record.payload !== undefined && (
        <Part title={record.outcome === "invalid" ? "Would send" : "Sent"}>
          <JsonView label="The call" value={record.payload} />
        </Part>
      )}
      {record.response !== null && (
        <Part title="Segment answered">
          <JsonView label="The answer" value={record.response} />
        </Part>
      )}
    </div>
  );
}

function stepsOf(record: RunRecordDto): ReactNode {
  switch (record.outcome) {
    case "delivered":
      return (
        <>
          <Step isGood>{mappedTo(record.payload)}</Step>
          <Step isGood>Delivered to Segment</Step>
        </>
      );
    case "filtered":
      return <Step isGood>Left out by the sync’s filter</Step>;
    case "invalid":
      return <Step>{record.message}</Step>;
    case "pending":
      return (
        <>
          <Step isGood>{mappedTo(record.payload)}</Step>
          <Step>
            Waiting for Segment
            {record.message !== null && `: ${record.message}`}
          </Step>
        </>
      );
    case "rejected":
      return (
        <>
          <Step isGood>{mappedTo(record.payload)}</Step>
          <Step>{record.message}</Step>
        </>
      );
  }
}

const Call = z.object({ type: z.string().min(1) });

/** “Mapped to an Identify call”, by the call itself. */
function mappedTo(payload: unknown): string {
  const call = Call.safeParse(payload);
  if (!call.success) return "Mapped to a call";
  const [head = "", ...tail] = call.data.type;
  const article = "aeiou".includes(head) ? "an" : "a";
  return `Mapped to ${article} ${head.toUpperCase()}${tail.join("")} call`;
}

function Step({
  isGood = false,
  children,
}: {
  isGood?: boolean;
  children: ReactNode;
}) {
  return (
    <li className="flex gap-2">
      <span
        aria-label={isGood ? "done" : "stopped here"}
        className={cx("flex-none", isGood ? "text-ok" : "text-bad")}
      >
        {isGood ? "✓" : "✕"}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </li>
  );
}
