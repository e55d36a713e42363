import { RelativeTime } from "@/components/ui/relative-time";
import { Tag, type Tone } from "@/components/ui/tag";
import type { ConnectDto } from "@/lib/services/connect/schemas";

const WORDS: Record<ConnectDto["state"], { word: string; tone: Tone }> = {
  none: { word: "not read yet", tone: "neutral" },
  idle: { word: "up to date", tone: "ok" },
  reading: { word: "reading", tone: "run" },
  crowded: { word: "standing back", tone: "warn" },
  paused: { word: "paused", tone: "neutral" },
  failed: { word: "failed", tone: "bad" },
};

/** What the reading is doing, and how far it is. */
export function ConnectState({ connect }: { connect: ConnectDto }) {
  const { state, place, finishedAt, files, warehouse } = connect;
  const isUnread = state === "idle" && finishedAt === null;
  const { word, tone } = isUnread ? WORDS.none : WORDS[state];
  const isAtWork = state === "reading" || state === "crowded";
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
        <Tag tone={tone}>{word}</Tag>
        <span className="font-mono text-xs [overflow-wrap:anywhere] text-ink">
          {place}
        </span>
        {warehouse === null && <span>{dumpWords(connect)}</span>}
        {!isAtWork && finishedAt !== null && (
          <span>
            looked <RelativeTime at={finishedAt} />
          </span>
        )}
      </div>
      {warehouse !== null && (
        <p className="text-sm text-ink-2">{costWords(warehouse)}</p>
      )}
      {state === "crowded" && (
        <p className="text-sm text-ink-2">
          A live sync has 50,000 records to send yet. History waits until it has
          caught up, so that what happens now is sent first.
        </p>
      )}
      {isAtWork && files.total > 0 && (
        <Progress {...files} of={warehouse === null ? "files" : "tables"} />
      )}
    </div>
  );
}

const dumpWords = ({ newestDump }: ConnectDto) =>
  newestDump === null ? "no dump seen yet" : `newest dump ${newestDump}`;

/** Each look costs something there: how often, and how much is read again. */
function costWords({
  everyHours,
  windowDays,
  gigabytesMax,
}: NonNullable<ConnectDto["warehouse"]>): string {
  const often = everyHours === 1 ? "each hour" : `every ${everyHours} hours`;
  const limit =
    gigabytesMax === null
      ? ""
      : ` A query that would read over ${gigabytesMax.toLocaleString("en")} GB is refused, unbilled.`;
  return `Read ${often}: the users whole, and of each event what happened in the ${windowDays} days before the last time. Its first reading is whole.${limit}`;
}

function Progress({
  done,
  total,
  of,
}: {
  done: number;
  total: number;
  of: string;
}) {
  return (
    <div className="flex items-center gap-3 text-xs text-ink-2">
      <progress
        aria-label={`Read ${of}`}
        className="h-1.5 grow accent-accent"
        value={done}
        max={total}
      />
      <span className="tabular-nums">
        {done.toLocaleString("en")} of {total.toLocaleString("en")} {of}
      </span>
    </div>
  );
}
