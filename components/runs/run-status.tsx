import { Tag, type Tone } from "@/components/ui/tag";
import type { RunDto } from "@/lib/services/run/schemas";
import type { RunStatus } from "@/lib/sync/ledger";

const WORDS: Record<RunStatus, { word: string; tone: Tone }> = {
  queued: { word: "Queued", tone: "neutral" },
  running: { word: "Running", tone: "run" },
  succeeded: { word: "Succeeded", tone: "ok" },
  partial: { word: "Partial", tone: "warn" },
  failed: { word: "Failed", tone: "bad" },
  cancelled: { word: "Cancelled", tone: "neutral" },
};

export const statusWord = (status: RunStatus) => WORDS[status].word;

export function RunStatusTag({ run }: { run: RunDto }) {
  const { word, tone } = WORDS[run.status];
  return (
    <Tag tone={tone} dot={run.status === "running"}>
      {word}
    </Tag>
  );
}
