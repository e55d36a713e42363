"use client";
import { useState } from "react";
import { ReplayProgress } from "@/components/replay/replay-progress";
import { useSettled } from "@/components/mapping-editor/use-settled";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useLetterTrial, useRetryLetter } from "@/lib/queries/dead-letters";
import type { LetterDetailDto } from "@/lib/services/dead-letter/schemas";
import type { PreviewResult } from "@/lib/services/sync/schemas";

const SETTLE_MS = 250;

/** A dead letter's record to be edited, what it would send as it is typed, and the way to send it. */
export function RetryDialog({
  letter,
  onClose,
}: {
  letter: LetterDetailDto;
  onClose: () => void;
}) {
  const [text, setText] = useState(() => indented(letter.record));
  const retry = useRetryLetter(letter.id);
  const problem = problemOf(text);
  const settled = useSettled(text, SETTLE_MS);
  const trial = useLetterTrial(
    letter.id,
    problemOf(settled) === null ? settled : null,
  );
  const canSend =
    problem === null && settled === text && trial.data?.outcome === "send";
  const run = retry.data?.run;
  return (
    <Dialog
      isOpen
      keepsOpen={run === undefined}
      onClose={onClose}
      size="sheet"
      title="Edit and retry"
      description="The record keeps its key and its message id, whatever is edited. Nothing is sent before you press Send."
    >
      {run !== undefined ? (
        <ReplayProgress started={run} onClose={onClose} />
      ) : (
        <>
          <div className="-m-1 mt-3 grid min-h-0 grow gap-4 overflow-y-auto p-1 md:grid-cols-2">
            <RecordEditor text={text} problem={problem} onChange={setText} />
            <section
              aria-label="What would be sent"
              className="grid min-w-0 content-start gap-2"
            >
              <h3 className="text-sm font-medium">What would be sent</h3>
              <ErrorNotice error={trial.error} />
              {trial.data !== undefined ? (
                <Tried result={trial.data} />
              ) : problem === null ? (
                trial.error === null && <Skeleton className="h-48" />
              ) : (
                <p className="text-sm text-ink-2">
                  Nothing, while this is no JSON.
                </p>
              )}
            </section>
          </div>
          <ErrorNotice error={retry.error} className="mt-4" />
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!canSend}
              isBusy={retry.isPending}
              onClick={() => retry.mutate(text)}
            >
              Send
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

function RecordEditor({
  text,
  problem,
  onChange,
}: {
  text: string;
  problem: string | null;
  onChange: (text: string) => void;
}) {
  return (
    <div className="grid min-h-64 min-w-0 grid-rows-[auto_minmax(0,1fr)_auto] gap-2">
      <label htmlFor="edited-record" className="text-sm font-medium">
        The record
      </label>
      <textarea
        id="edited-record"
        spellCheck={false}
        value={text}
        aria-invalid={problem !== null || undefined}
        aria-describedby="edited-record-problem"
        onChange={({ target }) => onChange(target.value)}
        className="resize-none rounded-control border border-line-strong bg-surface p-3 font-mono text-xs leading-[1.65] aria-invalid:border-bad"
      />
      <p
        id="edited-record-problem"
        role="status"
        className="min-h-4 text-xs text-bad"
      >
        {problem}
      </p>
    </div>
  );
}

function Tried({ result }: { result: PreviewResult }) {
  if (result.outcome === "filtered")
    return (
      <Notice tone="neutral">
        The filter leaves this record out: nothing would be sent.
      </Notice>
    );
  return (
    <>
      <Problems
        title="It would be invalid"
        tone="bad"
        problems={result.problems}
      />
      <Problems
        title="Sent all the same"
        tone="warn"
        problems={result.warnings}
      />
      <JsonView
        label="The call that would be sent"
        value={result.payload}
        marked={pathsOf([...result.problems, ...result.warnings])}
      />
    </>
  );
}

/** What concerns the whole call marks no line of it. */
const pathsOf = (problems: PreviewResult["problems"]) =>
  problems.map(({ path }) => path).filter((path) => path !== "");

function Problems({
  title,
  tone,
  problems,
}: {
  title: string;
  tone: "bad" | "warn";
  problems: PreviewResult["problems"];
}) {
  if (problems.length === 0) return null;
  return (
    <Notice tone={tone}>
      {title}
      <ul>
        {problems.map(({ path, message }) => (
          <li key={`${path} ${message}`} className="[overflow-wrap:anywhere]">
            <b>{path}</b> {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** What keeps a text from being a record; null when nothing does. */
function problemOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? null
      : "This should be a JSON object.";
  } catch (error) {
    return error instanceof Error ? error.message : "This is not JSON.";
  }
}

/** Indented only where no digit is lost by it: numbers may be longer than a browser's. */
function indented(text: string): string {
  if (/\d{16}/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
