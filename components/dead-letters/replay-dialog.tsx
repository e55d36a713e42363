"use client";
import { formatCount } from "@/components/ledger/outcomes";
import { ReplayProgress } from "@/components/replay/replay-progress";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { ApiError } from "@/lib/queries/api-client";
import { useReplayLetters } from "@/lib/queries/dead-letters";
import { useSync } from "@/lib/queries/syncs";
import {
  REPEAT_WINDOW_HOURS,
  repeatWindowStart,
} from "@/lib/sync/repeat-window";
import type { Asked } from "./asked";

/** Says what a replay of dead letters does, starts it, and shows how far it is. */
export function ReplayDialog({
  asked,
  syncName,
  onClose,
}: {
  asked: Asked;
  syncName: string;
  onClose: () => void;
}) {
  const replay = useReplayLetters();
  const version = useSync(asked.syncId).data?.version ?? null;
  const run = replay.data?.run;
  const records =
    asked.count === 1 ? "1 record" : `${formatCount(asked.count)} records`;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={run === undefined ? `Replay ${records}?` : `Replaying ${records}`}
      description={
        <>
          Through{" "}
          {version === null ? "the present version" : `version ${version}`} of{" "}
          {syncName}, as a run of its own. Their ids stay the same; the first
          run’s books are not touched.
        </>
      }
    >
      {run === undefined ? (
        <>
          <MayRepeat asked={asked} />
          <Refused error={replay.error} />
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              isBusy={replay.isPending}
              onClick={() => replay.mutate(asked.target)}
            >
              Replay
            </Button>
          </div>
        </>
      ) : (
        <ReplayProgress started={run} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** What was cancelled under way may have arrived: Segment knows its id only for so long. */
function MayRepeat({ asked: { groups } }: { asked: Asked }) {
  const startMs = repeatWindowStart(new Date()).getTime();
  const isPast = groups.some(
    ({ code, oldestAt }) =>
      code === "cancelled" && Date.parse(oldestAt) < startMs,
  );
  if (!isPast) return null;
  return (
    <Notice tone="warn" className="mt-4">
      Some were cancelled while they were being sent, more than{" "}
      {REPEAT_WINDOW_HOURS} hours ago. If Segment took one then, it no longer
      knows its id, and the record arrives twice.
    </Notice>
  );
}

function Refused({ error }: { error: Error | null }) {
  if (error === null) return null;
  const problems = error instanceof ApiError ? error.problems : [];
  return (
    <>
      <ErrorNotice error={error} className="mt-4" />
      {problems.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-sm text-ink-2">
          {problems.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </>
  );
}
