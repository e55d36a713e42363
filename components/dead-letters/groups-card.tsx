import { cx } from "class-variance-authority";
import { formatCount } from "@/components/ledger/outcomes";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { LetterGroupDto } from "@/lib/services/dead-letter/schemas";
import type { Asked } from "./asked";
import { LETTER_OUTCOME_WORDS } from "./letter-words";
import { useLetterQuery } from "./use-letter-query";

type Props = {
  groups: LetterGroupDto[] | undefined;
  /** Of a sync, or of a connection where ingest refused. */
  nameOf: (id: string) => string;
  /** The shape that the list below is narrowed to. */
  chosen: string | null;
  onChoose: (group: LetterGroupDto) => void;
  onReplay: (asked: Asked) => void;
};

/** Why records failed, the newest reason first; each can be looked at and replayed as one. */
export function GroupsCard({ groups, ...props }: Props) {
  const { state } = useLetterQuery();
  return (
    <Card title="By reason">
      {groups === undefined ? (
        <SkeletonRows rows={3} />
      ) : groups.length === 0 ? (
        <EmptyState
          title={state === "open" ? "No open dead letter" : "None is like this"}
        >
          {state === "open"
            ? "Every record was delivered, was filtered, or still waits."
            : "Choose another sync, outcome or state."}
        </EmptyState>
      ) : (
        <Table>
          <thead>
            <tr>
              <Th>Reason</Th>
              <Th className="max-md:hidden">Sync or connection</Th>
              <Th className="max-md:hidden">Newest</Th>
              <Th right>Records</Th>
              <Th>
                <span className="sr-only">Replay</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Group
                key={`${group.syncId} ${group.connectionId} ${group.outcome} ${group.code} ${group.shape}`}
                group={group}
                {...props}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function Group({
  group,
  nameOf,
  chosen,
  onChoose,
  onReplay,
}: Omit<Props, "groups"> & { group: LetterGroupDto }) {
  const { syncId, code, outcome, shape, count } = group;
  const { query } = useLetterQuery();
  const isChosen = chosen === shape && query.code === code;
  const mayReplay = useMay("editor") && query.resolved === false;
  const { word, tone } = LETTER_OUTCOME_WORDS[outcome];
  return (
    <tr className={cx(isChosen ? "bg-sunken" : "hover:bg-sunken")}>
      <Td>
        <button
          type="button"
          data-row
          aria-pressed={isChosen}
          onClick={() => onChoose(group)}
          className="flex flex-wrap items-center gap-2 text-left hover:underline"
        >
          <Tag tone={tone}>{word}</Tag>
          <span className="[overflow-wrap:anywhere]">{group.message}</span>
        </button>
        {group.response !== null && (
          <p className="mt-1 line-clamp-2 font-mono text-xs [overflow-wrap:anywhere] text-ink-3">
            {group.response}
          </p>
        )}
      </Td>
      <Td className="max-md:hidden">{nameOf(syncId ?? group.connectionId)}</Td>
      <Td className="text-ink-2 max-md:hidden">
        <RelativeTime at={group.newestAt} />
      </Td>
      <Td right>{formatCount(count)}</Td>
      <Td right>
        {syncId !== null && mayReplay && (
          <Button
            size="sm"
            aria-label={`Replay ${formatCount(count)}: ${group.message}`}
            onClick={() =>
              onReplay({
                target: {
                  filter: {
                    ...{ syncId, code, outcome, shape },
                    ...{ runId: query.runId, q: query.q },
                  },
                },
                ...{ count, syncId, groups: [group] },
              })
            }
          >
            Replay
          </Button>
        )}
      </Td>
    </tr>
  );
}
