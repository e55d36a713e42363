"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Input } from "@/components/ui/field";
import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useSendOne, useTrial } from "@/lib/queries/mapping";
import type { PreviewResult } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import { ComparisonBar } from "./comparison-bar";
import { parseJson } from "./parse-json";
import { ProblemList } from "./problem-list";

type Props = {
  syncId: string;
  definition: SyncDefinition;
  record: Record<string, unknown> | null;
  position: number;
  count: number;
  search: string;
  onSearch: (text: string) => void;
  onStep: (by: number) => void;
  onPaste: (record: Record<string, unknown>) => void;
  onSelect: (path: string) => void;
};

/** Samples are events. */
const NOTHING_YET = {
  posted:
    "No record that the filter’s events name has arrived yet. Send a sample from the sync’s page, or paste one.",
  read: "No record has arrived yet. Paste one.",
} as const;

/** What would be sent for a real record, and for the latest thousand. */
export function PreviewPanel(props: Props) {
  const { syncId, definition, record } = props;
  const maySend = useMay("editor");
  const trial = useTrial(syncId, definition, record);
  return (
    <section aria-label="What would be sent" className="grid gap-3 p-4">
      <Stepper {...props} />
      {record === null ? (
        <Notice tone="neutral">
          {props.search === ""
            ? NOTHING_YET[
                definition.source.stream === "events" ? "posted" : "read"
              ]
            : "No record has this text. Search for another, or paste one."}
        </Notice>
      ) : (
        <>
          <ErrorNotice error={trial.error} />
          {trial.data ? (
            <Result result={trial.data} onSelect={props.onSelect} />
          ) : (
            trial.error === null && <Skeleton className="h-48" />
          )}
          {maySend && (
            <SendOne
              syncId={syncId}
              definition={definition}
              record={record}
              canSend={trial.data?.outcome === "send"}
            />
          )}
          <ComparisonBar syncId={syncId} definition={definition} />
        </>
      )}
    </section>
  );
}

function Stepper({
  position,
  count,
  search,
  onSearch,
  onStep,
  onPaste,
}: Props) {
  const [isPasting, setIsPasting] = useState(false);
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-1.5">
        <h2 className="grow text-base font-semibold">What would be sent</h2>
        <Button
          size="sm"
          variant="ghost"
          aria-label="Record before"
          disabled={position <= 0}
          onClick={() => onStep(-1)}
        >
          ‹
        </Button>
        <span className="text-xs text-ink-2 tabular-nums">
          {count === 0 ? "0" : `${position + 1} / ${count}`}
        </span>
        <Button
          size="sm"
          variant="ghost"
          aria-label="Next record"
          disabled={position >= count - 1}
          onClick={() => onStep(1)}
        >
          ›
        </Button>
      </div>
      <div className="flex gap-1.5">
        <Input
          aria-label="Find a record"
          placeholder="Find a record by id, address, value…"
          value={search}
          onChange={({ target }) => onSearch(target.value)}
        />
        <Button onClick={() => setIsPasting((open) => !open)}>Paste</Button>
      </div>
      {isPasting && (
        <PasteRecord
          onPaste={(record) => {
            onPaste(record);
            setIsPasting(false);
          }}
        />
      )}
    </div>
  );
}

function PasteRecord({
  onPaste,
}: {
  onPaste: (record: Record<string, unknown>) => void;
}) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const use = () => {
    const value = parseJson(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      onPaste(value as Record<string, unknown>);
    else setProblem("This is no JSON object.");
  };
  return (
    <div className="grid gap-1.5">
      <textarea
        aria-label="A record as JSON"
        rows={5}
        value={text}
        onChange={({ target }) => setText(target.value)}
        className="rounded-control border border-line-strong bg-surface p-2 font-mono text-xs"
      />
      {problem !== null && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
      <div>
        <Button size="sm" onClick={use}>
          Use this record
        </Button>
      </div>
    </div>
  );
}

function Result({
  result,
  onSelect,
}: {
  result: PreviewResult;
  onSelect: (path: string) => void;
}) {
  if (result.outcome === "filtered")
    return (
      <Notice tone="neutral">
        The filter leaves this record out: nothing is sent.
      </Notice>
    );
  return (
    <div className="grid gap-2.5">
      <JsonView
        label="The call"
        value={result.payload}
        marked={[...result.problems, ...result.warnings].map(
          ({ path }) => path,
        )}
      />
      <ProblemList
        problems={result.problems}
        tone="bad"
        title="This record would be invalid"
        onSelect={onSelect}
      />
      <ProblemList
        problems={result.warnings}
        tone="warn"
        title="Sent all the same"
        onSelect={onSelect}
      />
    </div>
  );
}

function SendOne({
  syncId,
  definition,
  record,
  canSend,
}: {
  syncId: string;
  definition: SyncDefinition;
  record: Record<string, unknown>;
  canSend: boolean;
}) {
  const send = useSendOne(syncId);
  const answer = send.data?.answer;
  return (
    <div className="grid gap-2">
      <Button
        disabled={!canSend}
        isBusy={send.isPending}
        onClick={() => send.mutate({ definition, record })}
      >
        Send this one now
      </Button>
      <ErrorNotice error={send.error} />
      {answer !== undefined && (
        <Notice tone={answer.status === 200 ? "ok" : "bad"}>
          {answer.status === null
            ? answer.text
            : `Segment answered ${answer.status}: ${answer.text}`}
        </Notice>
      )}
    </div>
  );
}
