"use client";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { useLetterGroups } from "@/lib/queries/dead-letters";
import { useConnections } from "@/lib/queries/connections";
import { useSyncs } from "@/lib/queries/syncs";
import type { LetterGroupDto } from "@/lib/services/dead-letter/schemas";
import type { Asked } from "./asked";
import { GroupsCard } from "./groups-card";
import { LetterFilters } from "./letter-filters";
import { LettersCard } from "./letters-card";
import { ReplayDialog } from "./replay-dialog";
import { useLetterQuery } from "./use-letter-query";

/** Records that could not be delivered: by reason and one by one, to be repaired and replayed. */
export function DeadLettersScreen() {
  const { query, set } = useLetterQuery();
  const [asked, setAsked] = useState<Asked | null>(null);
  const syncs = useSyncs().data ?? [];
  const groups = useLetterGroups({ ...query, shape: null });
  const connections = useConnections().data ?? [];
  const nameOf = (id: string) =>
    [...syncs, ...connections].find((one) => one.id === id)?.name ?? "…";
  return (
    <>
      <PageHead
        title="Dead letters"
        lead="Records that could not be delivered, each with its reason. Repair the cause, then replay them: their ids stay the same."
        actions={<ReplayAll groups={groups.data ?? []} onReplay={setAsked} />}
      />
      <div className="grid gap-4">
        <LetterFilters syncs={syncs} />
        <ErrorNotice error={groups.error} />
        <GroupsCard
          groups={groups.data}
          nameOf={nameOf}
          chosen={query.shape}
          onChoose={({ syncId, code, outcome, shape }) =>
            set({ sync: syncId, code, outcome, shape, open: null })
          }
          onReplay={setAsked}
        />
        <LettersCard nameOf={nameOf} onReplay={setAsked} />
      </div>
      {asked !== null && (
        <ReplayDialog
          asked={asked}
          syncName={nameOf(asked.syncId)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

/** All that is looked at, where it is of one sync. */
function ReplayAll({
  groups,
  onReplay,
}: {
  groups: LetterGroupDto[];
  onReplay: (asked: Asked) => void;
}) {
  const { query } = useLetterQuery();
  const { resolved, ...filter } = query;
  const shown = groups.filter(
    ({ syncId, shape }) =>
      syncId !== null && (query.shape === null || query.shape === shape),
  );
  const [syncId, another] = new Set(shown.flatMap((one) => one.syncId ?? []));
  const count = shown.reduce((sum, one) => sum + one.count, 0);
  const mayReplay = useMay("editor");
  if (!mayReplay || resolved !== false || syncId === undefined) return null;
  if (another !== undefined)
    return (
      <span className="text-sm text-ink-2">
        Choose a sync to replay all of it.
      </span>
    );
  return (
    <Button
      variant="primary"
      onClick={() =>
        onReplay({
          ...{ target: { filter: { ...filter, syncId } }, count, syncId },
          groups: shown,
        })
      }
    >
      Replay {formatCount(count)}
    </Button>
  );
}
