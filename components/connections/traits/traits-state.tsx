import { RelativeTime } from "@/components/ui/relative-time";
import { Tag, type Tone } from "@/components/ui/tag";
import type { TraitsDto } from "@/lib/services/trait/schemas";

type Progress = NonNullable<TraitsDto["progress"]>;

const WORDS: Record<Progress["state"], { word: string; tone: Tone }> = {
  reading: { word: "reading events", tone: "run" },
  computing: { word: "computing", tone: "run" },
  current: { word: "up to date", tone: "ok" },
};
const COUNTED_MAX = 100_000;

/** How many people have the traits by now. */
export function TraitsState({ progress }: { progress: Progress }) {
  const { state, people, computedAt } = progress;
  const { word, tone } = WORDS[state];
  return (
    <div className="grid gap-2 border-b border-line p-4">
      <div
        role="status"
        className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2"
      >
        <Tag tone={tone}>{word}</Tag>
        <span className="tabular-nums">{sentenceOf(progress)}</span>
        {computedAt !== null && (
          <span>
            last up to date <RelativeTime at={computedAt} />
          </span>
        )}
      </div>
      {state === "computing" && people.total > 0 && (
        <progress
          aria-label="People computed"
          className="h-1.5 w-full accent-accent"
          value={people.done}
          max={people.total}
        />
      )}
    </div>
  );
}

function sentenceOf({ state, people, eventsLeft }: Progress): string {
  if (state === "reading")
    return `${count(eventsLeft)}${eventsLeft >= COUNTED_MAX ? " or more" : ""} events to take in`;
  return state === "computing"
    ? `computed ${count(people.done)} of ${count(people.total)} people`
    : `computed for ${count(people.total)} ${people.total === 1 ? "person" : "people"}`;
}

const count = (value: number) => value.toLocaleString("en");
