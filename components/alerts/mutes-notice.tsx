"use client";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/clock-time";
import { Notice } from "@/components/ui/notice";
import { useEndMute, useMutes } from "@/lib/queries/alerts";
import type { AlertMuteDto } from "@/lib/services/alert/schemas";

/** What is silenced beyond single alerts: nobody should forget it. */
export function MutesNotice() {
  const mutes = (useMutes().data ?? []).filter(
    ({ target }) => target !== "alert",
  );
  const end = useEndMute();
  const mayEnd = useMay("editor");
  if (mutes.length === 0) return null;
  return (
    <Notice tone="warn" className="mb-4">
      <ul className="grid gap-1.5">
        {mutes.map((mute) => (
          <li key={mute.id} className="flex flex-wrap items-center gap-x-3">
            <span className="grow">
              {wordsOf(mute)}{" "}
              {mute.until !== null && (
                <>
                  until <ClockTime at={mute.until} />
                </>
              )}
              {mute.createdBy !== null && `, by ${mute.createdBy}`}. Nothing is
              sent meanwhile.
            </span>
            {mayEnd && (
              <Button
                size="sm"
                isBusy={end.isPending && end.variables === mute.id}
                onClick={() => end.mutate(mute.id)}
              >
                Unmute
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function wordsOf({ target, targetName }: AlertMuteDto): string {
  if (target === "all") return "All alerts are muted";
  return `The ${target} “${targetName ?? "that is gone"}” is muted`;
}
