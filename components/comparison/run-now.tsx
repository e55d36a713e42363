"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useRuns } from "@/lib/queries/runs";
import { useStartRun, type StartInput } from "@/lib/queries/syncs";
import type { RunDto } from "@/lib/services/run/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";
import { isSnapshotSync } from "@/lib/sync/snapshot";
import { BackfillDialog } from "./backfill-dialog";
import { ResendDialog } from "./resend-dialog";

const RUNS_LOOKED_AT = 5;

/** What is asked about before it runs. */
type Asked = "resend" | "range";

/** Starts a run of a live sync; of one that compares people, in whichever way. */
export function RunNow({
  sync,
  running,
}: {
  sync: SyncDto;
  /** What its runs go by: the newest version, not the draft. */
  running: SyncDefinition;
}) {
  const router = useRouter();
  const start = useStartRun(sync.id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const underWay = useUnderWay(sync.id);
  const reasonId = useId();
  const isCompared = isSnapshotSync(running);
  const isBlocked = underWay !== null;
  const run = (input: StartInput) =>
    start.mutate(input, {
      onSuccess: (started) => router.push(`/runs/${started.run.id}`),
    });
  const ask = (what: Asked | null) => {
    start.reset();
    setAsked(what);
  };
  const blocked = {
    disabled: isBlocked,
    "aria-describedby": isBlocked ? reasonId : undefined,
  };
  const dialog = {
    ...{ sync, start: run, error: start.error, isStarting: start.isPending },
    onClose: () => ask(null),
  };
  return (
    <>
      {start.error !== null && asked === null && !isBlocked && (
        <span role="alert" className="text-sm text-bad">
          {start.error.message}
        </span>
      )}
      <span className="inline-flex">
        <Button
          className={isCompared ? "rounded-r-none" : ""}
          isBusy={start.isPending}
          onClick={() => run({})}
          {...blocked}
        >
          Run now
        </Button>
        {isCompared && (
          <OtherWays
            {...blocked}
            onEverybody={() => run({ compare: { mode: "everyone" } })}
            onAsk={ask}
          />
        )}
      </span>
      {isBlocked && (
        <Link
          id={reasonId}
          href={`/runs/${underWay.id}`}
          className="text-sm text-ink-2 underline underline-offset-2 hover:text-ink"
        >
          Run {underWay.number} is under way
        </Link>
      )}
      {asked === "resend" && <ResendDialog running={running} {...dialog} />}
      {asked === "range" && <BackfillDialog {...dialog} />}
    </>
  );
}

/** Ways to run that are asked for seldom; two of them tell first what they cost. */
function OtherWays({
  onEverybody,
  onAsk,
  ...blocked
}: {
  disabled: boolean;
  "aria-describedby": string | undefined;
  onEverybody: () => void;
  onAsk: (what: Asked) => void;
}) {
  return (
    <Menu
      align="end"
      trigger={
        <Button
          className="-ml-px rounded-l-none px-2"
          aria-label="Run in another way"
          {...blocked}
        >
          <Icon name="more" />
        </Button>
      }
    >
      <MenuItem onSelect={onEverybody}>Compare everybody</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => onAsk("resend")}>
        Send everybody again …
      </MenuItem>
      <MenuItem onSelect={() => onAsk("range")}>
        Backfill a date range …
      </MenuItem>
    </Menu>
  );
}

/** The run that has to end before another one begins. */
function useUnderWay(syncId: string): RunDto | null {
  const { data } = useRuns({ syncId, status: null }, RUNS_LOOKED_AT);
  const runs = data?.pages[0]?.data ?? [];
  return (
    runs.find(
      ({ trigger, finishedAt }) =>
        finishedAt === null && (trigger === "manual" || trigger === "schedule"),
    ) ?? null
  );
}
