"use client";
import Link from "next/link";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { Part } from "@/components/ui/part";
import { useDeadLetter } from "@/lib/queries/dead-letters";
import type { LetterDetailDto } from "@/lib/services/dead-letter/schemas";
import { CODE_WORDS, letterState } from "./letter-words";

export const LETTER_DETAIL_ID = "dead-letter";

type NameOf = (syncId: string) => string;

/** One dead letter: why, what arrived, what was sent, the whole answer, and how it fared before and after. */
export function LetterDetail({
  id,
  nameOf,
  onRetry,
}: {
  id: string;
  nameOf: NameOf;
  onRetry: (letter: LetterDetailDto) => void;
}) {
  const { data, error } = useDeadLetter(id);
  return (
    <div
      id={LETTER_DETAIL_ID}
      className="grid min-w-0 scroll-mt-14 content-start gap-4 self-start p-4 max-lg:border-t max-lg:border-line lg:sticky lg:top-0 lg:max-h-screen lg:overflow-y-auto"
    >
      <ErrorNotice error={error} />
      {data === undefined ? (
        error === null && <Skeleton className="h-64" />
      ) : (
        <Letter letter={data} nameOf={nameOf} onRetry={onRetry} />
      )}
    </div>
  );
}

function Letter({
  letter,
  nameOf,
  onRetry,
}: {
  letter: LetterDetailDto;
  nameOf: NameOf;
  onRetry: (letter: LetterDetailDto) => void;
}) {
  const mayRetry = useMay("editor") && letter.notReplayable === null;
  return (
    <>
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 grow basis-48">
          <h3 className="text-sm font-semibold [overflow-wrap:anywhere]">
            {letter.event ?? "Record"}
          </h3>
          <p className="font-mono text-xs [overflow-wrap:anywhere] text-ink-3">
            {letter.recordKey === "" ? letter.id : letter.recordKey}
          </p>
        </div>
        {mayRetry && (
          <Button size="sm" onClick={() => onRetry(letter)}>
            Edit and retry
          </Button>
        )}
      </div>
      <Why letter={letter} nameOf={nameOf} />
      <Part title={TITLES[letter.recordIs]}>
        <JsonView label="The record" value={pretty(letter.record)} />
      </Part>
      {letter.outcome !== "refused" && letter.recordIs !== "call" && (
        <Part title={letter.outcome === "invalid" ? "Would send" : "Sent"}>
          <JsonView label="The call" value={letter.payload} />
        </Part>
      )}
      {letter.response !== null && (
        <Part title="Segment answered">
          <JsonView label="The answer" value={letter.response} />
        </Part>
      )}
      <History letter={letter} />
    </>
  );
}

const TITLES: Record<LetterDetailDto["recordIs"], string> = {
  arrived: "Arrived as",
  edited: "Arrived, and edited to",
  call: "Sent (what arrived is no longer kept)",
};

/** Values that are JSON text are shown as such, and others as they are. */
function pretty(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function Why({ letter, nameOf }: { letter: LetterDetailDto; nameOf: NameOf }) {
  const { word, tone } = letterState(letter);
  return (
    <div className="grid gap-2 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Tag tone={tone}>{word}</Tag>
        <span className="text-xs text-ink-2">{CODE_WORDS[letter.code]}</span>
      </p>
      <p className="[overflow-wrap:anywhere]">{letter.message}</p>
      <p className="text-xs text-ink-2">
        {letter.syncId !== null && (
          <>
            <Link href={`/syncs/${letter.syncId}`} className="underline">
              {nameOf(letter.syncId)}
            </Link>
            {", "}
          </>
        )}
        {letter.run !== null && (
          <>
            <RunLink run={letter.run} /> (v{letter.run.version}),{" "}
          </>
        )}
        <RelativeTime at={letter.createdAt} />
        {letter.attempts > 0 && `, ${triesWords(letter.attempts)}`}.
      </p>
      {letter.isPoison && (
        <Notice tone="bad">
          Segment refused this record by itself: a batch that it refuses is
          halved until the record that causes it stands alone, so that it holds
          up no other.
        </Notice>
      )}
      <Fate letter={letter} />
    </div>
  );
}

const triesWords = (count: number) =>
  count === 1 ? "sent once" : `sent ${count} times`;

const RunLink = ({ run }: { run: { id: string; number: number } }) => (
  <Link href={`/runs/${run.id}`} className="underline">
    run {run.number}
  </Link>
);

function Fate({ letter }: { letter: LetterDetailDto }) {
  const { resolvedByRun, replayRun, resolution, notReplayable } = letter;
  if (resolution !== null && resolvedByRun !== null)
    return (
      <Notice tone={resolution === "delivered" ? "ok" : "neutral"}>
        {FATES[resolution]} <RunLink run={resolvedByRun} />.
      </Notice>
    );
  if (replayRun !== null)
    return (
      <Notice tone="run">
        Being replayed in <RunLink run={replayRun} />.
      </Notice>
    );
  if (notReplayable === null) return null;
  return <Notice tone="neutral">{notReplayable}</Notice>;
}

const FATES = {
  delivered: "Delivered after all, in",
  filtered: "Left out by the filter, in",
  superseded: "Failed again, as a newer dead letter of",
};

function History({ letter }: { letter: LetterDetailDto }) {
  if (letter.history.length < 2) return null;
  return (
    <Part title="How this record fared">
      <ol className="grid gap-1.5 text-sm">
        {letter.history.map((one) => (
          <li key={one.id} className="flex gap-2">
            <span className="flex-none text-bad" aria-hidden>
              ✕
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {one.run !== null && (
                <>
                  <RunLink run={one.run} />:{" "}
                </>
              )}
              {one.message}{" "}
              <span className="text-xs text-ink-3">
                <RelativeTime at={one.at} />
                {one.attempts > 0 && `, ${triesWords(one.attempts)}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}
