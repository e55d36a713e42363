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
  const { state, bucket, newestDump, finishedAt, files } = connect;
  const isUnread = state === "idle" && finishedAt === null;
  const { word, tone } = isUnread ? WORDS.none : WORDS[state];
  const isAtWork = state === "reading" || state === "crowded";
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
        <Tag tone={tone}>{word}</Tag>
        <span className="font-mono text-xs [overflow-wrap:anywhere] text-ink">
          {bucket}
        </span>
        <span>
          {newestDump === null
            ? "no dump seen yet"
            : `newest dump ${newestDump}`}
        </span>
        {!isAtWork && finishedAt !== null && (
          <span>
            looked <RelativeTime at={finishedAt} />
          </span>
        )}
      </div>
      {state === "crowded" && (
        <p className="text-sm text-ink-2">
          A live sync has 50,000 records to send yet. History waits until it has
          caught up, so that what happens now is sent first.
        </p>
      )}
      {isAtWork && files.total > 0 && <Progress {...files} />}
    </div>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div className="flex items-center gap-3 text-xs text-ink-2">
      <progress
        aria-label="Files read"
        className="h-1.5 grow accent-accent"
        value={done}
        max={total}
      />
      <span className="tabular-nums">
        {done.toLocaleString("en")} of {total.toLocaleString("en")} files
      </span>
    </div>
  );
}
