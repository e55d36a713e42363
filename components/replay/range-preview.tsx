import { formatCount } from "@/components/ledger/outcomes";
import { ExactTime } from "@/components/ui/exact-time";
import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag, type Tone } from "@/components/ui/tag";
import type { RangePreviewDto } from "@/lib/services/replay/schemas";

const OUTCOMES = {
  send: { word: "would be sent", tone: "ok" },
  filtered: { word: "filtered", tone: "neutral" },
  invalid: { word: "invalid", tone: "warn" },
} as const satisfies Record<string, { word: string; tone: Tone }>;

/** What a replay would do: how many records, what becomes of some of them, and what may arrive twice. */
export function RangePreview({ seen }: { seen: RangePreviewDto }) {
  if (seen.count === 0)
    return (
      <Notice tone="neutral">
        Nothing in this range can be replayed: what is still kept of it, if
        anything, is yet to be sent live. <Kept seen={seen} />
      </Notice>
    );
  return (
    <section
      aria-label="What it would send"
      className="grid gap-3 rounded-surface border border-line p-4"
    >
      <p role="status" className="text-sm">
        <b className="font-semibold tabular-nums">
          {seen.count === null ? "Many" : formatCount(seen.count)}
        </b>{" "}
        records, through v{seen.version}. {sampleWords(seen)}
      </p>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5 text-sm">
        {(["send", "filtered", "invalid"] as const).map((name) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <Tag tone={OUTCOMES[name].tone}>{OUTCOMES[name].word}</Tag>
            <b data-preview={name} className="font-semibold tabular-nums">
              {formatCount(seen[name])}
            </b>
          </span>
        ))}
      </div>
      {seen.keptSince !== null && (
        <p className="text-sm">
          <Kept seen={seen} />
        </p>
      )}
      <Repeats seen={seen} />
      <div className="grid gap-1">
        {seen.examples.map((example) => (
          <Example key={example.recordKey} example={example} />
        ))}
      </div>
    </section>
  );
}

function sampleWords({ count, sampled }: RangePreviewDto): string {
  return sampled === count
    ? "All of them were tried:"
    : `Of ${formatCount(sampled)} from its beginning and end:`;
}

function Kept({ seen: { keptSince } }: { seen: RangePreviewDto }) {
  if (keptSince === null) return null;
  return (
    <span className="text-ink-2">
      The oldest that is kept came{" "}
      <ExactTime at={keptSince}>
        {new Date(keptSince).toLocaleString("en")}
      </ExactTime>
      .
    </span>
  );
}

/** Whether Segment would take something twice. */
function Repeats({ seen }: { seen: RangePreviewDto }) {
  const { generation, pastWindow, windowHours, count } = seen;
  if (generation > 0)
    return (
      <Notice tone="warn">
        Delivered anew (generation {generation}): Segment takes all of them
        again, also what it already has. This can’t be undone.
      </Notice>
    );
  if (pastWindow === 0)
    return (
      <Notice tone="ok">
        All came within {windowHours} hours: Segment still knows the ids of
        those that it took, and discards them.
      </Notice>
    );
  const past =
    pastWindow === null || count === null
      ? "Some"
      : pastWindow === count
        ? "All"
        : formatCount(pastWindow);
  return (
    <Notice tone="warn">
      {past} came more than {windowHours} hours ago. Segment no longer knows
      their ids: those that it took then arrive twice.
    </Notice>
  );
}

function Example({
  example,
}: {
  example: RangePreviewDto["examples"][number];
}) {
  const { outcome, event, receivedAt, payload, problems } = example;
  const { word, tone } = OUTCOMES[outcome];
  return (
    <details className="text-sm">
      <summary className="cursor-pointer rounded-control py-1">
        <span className="inline-flex flex-wrap items-center gap-2">
          <Tag tone={tone}>{word}</Tag>
          <span className="[overflow-wrap:anywhere]">{event}</span>
          <span className="text-xs text-ink-3">
            <RelativeTime at={receivedAt} />
          </span>
        </span>
      </summary>
      <div className="grid gap-1.5 py-1.5">
        {problems.map(({ path, message }) => (
          <p key={`${path} ${message}`} className="text-bad">
            <b>{path}</b> {message}
          </p>
        ))}
        {payload !== null && payload !== undefined && (
          <JsonView
            label={`The call for ${example.recordKey}`}
            value={payload}
            marked={problems
              .map(({ path }) => path)
              .filter((path) => path !== "")}
          />
        )}
      </div>
    </details>
  );
}
