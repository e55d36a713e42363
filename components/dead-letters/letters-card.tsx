"use client";
import { useState } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useDeadLetters } from "@/lib/queries/dead-letters";
import type {
  DeadLetterDto,
  LetterDetailDto,
} from "@/lib/services/dead-letter/schemas";
import type { Asked } from "./asked";
import { LETTER_DETAIL_ID, LetterDetail } from "./letter-detail";
import { LetterTable } from "./letter-table";
import { canReplay } from "./letter-words";
import { RetryDialog } from "./retry-dialog";
import { useLetterQuery } from "./use-letter-query";

/** The dead letters themselves: some can be chosen, and one is shown beside the list. */
export function LettersCard({
  nameOf,
  onReplay,
}: {
  nameOf: (syncId: string) => string;
  onReplay: (asked: Asked) => void;
}) {
  const { query, openId, set } = useLetterQuery();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Here, not in the detail: once it is sent, its letter leaves the list of open ones.
  const [retried, setRetried] = useState<LetterDetailDto | null>(null);
  const list = useDeadLetters(query);
  const letters = list.data?.pages.flatMap(({ data }) => data);
  const selected = (letters ?? []).filter(
    (letter) => chosen.has(letter.id) && canReplay(letter),
  );
  const opened = letters?.find(({ id }) => id === openId) ?? letters?.[0];
  const open = (id: string) => {
    set({ open: id });
    // On narrow screens the detail is below the list.
    document
      .getElementById(LETTER_DETAIL_ID)
      ?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Card
      title={query.shape === null ? "Records" : "Records with this reason"}
      aside={
        <Selected
          selected={selected}
          onReplay={onReplay}
          onShowAll={
            query.shape === null
              ? null
              : () => set({ shape: null, code: null, outcome: null })
          }
        />
      }
    >
      <ErrorNotice error={list.error} className="m-4" />
      {letters === undefined ? (
        list.error === null && <SkeletonRows />
      ) : letters.length === 0 ? (
        <EmptyState title="No record here" />
      ) : (
        <div className="grid lg:grid-cols-2">
          <div className="min-w-0 lg:border-r lg:border-line">
            <LetterTable
              letters={letters}
              openId={opened?.id ?? null}
              chosen={chosen}
              onOpen={open}
              onChoose={setChosen}
            />
            {list.hasNextPage && (
              <div className="p-3 text-center">
                <Button
                  size="sm"
                  isBusy={list.isFetchingNextPage}
                  onClick={() => void list.fetchNextPage()}
                >
                  Show more
                </Button>
              </div>
            )}
          </div>
          {opened !== undefined && (
            <LetterDetail
              key={opened.id}
              id={opened.id}
              nameOf={nameOf}
              onRetry={setRetried}
            />
          )}
        </div>
      )}
      {retried !== null && (
        <RetryDialog letter={retried} onClose={() => setRetried(null)} />
      )}
    </Card>
  );
}

function Selected({
  selected,
  onReplay,
  onShowAll,
}: {
  selected: DeadLetterDto[];
  onReplay: (asked: Asked) => void;
  onShowAll: (() => void) | null;
}) {
  const mayReplay = useMay("editor");
  const [first] = selected;
  return (
    <div className="flex gap-2">
      {onShowAll !== null && (
        <Button size="sm" variant="ghost" onClick={onShowAll}>
          All reasons
        </Button>
      )}
      {mayReplay && first?.syncId != null && (
        <Button
          size="sm"
          onClick={() =>
            onReplay({
              target: { ids: selected.map(({ id }) => id) },
              ...{ count: selected.length, syncId: first.syncId ?? "" },
              groups: [],
            })
          }
        >
          Replay {formatCount(selected.length)} chosen
        </Button>
      )}
    </div>
  );
}
