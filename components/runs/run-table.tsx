import Link from "next/link";
import { summaryWords } from "@/components/comparison/comparison-words";
import { LedgerBar } from "@/components/ledger/ledger-bar";
import { formatCount } from "@/components/ledger/outcomes";
import { ReplayedRange } from "@/components/replay/replay-card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { RunDto } from "@/lib/services/run/schemas";
import { causeWord } from "./cause-word";
import { RunStatusTag } from "./run-status";

/** Runs, newest first; `nameOf` puts the sync's name in where runs of several are listed. */
export function RunTable({
  runs,
  nameOf,
}: {
  runs: RunDto[];
  nameOf?: (syncId: string) => string;
}) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Run</Th>
          <Th>Status</Th>
          <Th right>Read</Th>
          <Th right>Delivered</Th>
          <Th right className="max-md:hidden">
            Failed
          </Th>
          <Th className="w-[22%] max-md:hidden">Books</Th>
          <Th className="max-md:hidden">Started</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id} run={run} name={nameOf?.(run.syncId) ?? null} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ run, name }: { run: RunDto; name: string | null }) {
  const cause = causeWord(run);
  return (
    <tr className="hover:bg-sunken">
      <Td className="font-[550]">
        <span className="flex flex-wrap items-center gap-x-2">
          <Link data-row href={`/runs/${run.id}`}>
            {name === null ? `Run ${run.number}` : `${name}, run ${run.number}`}
          </Link>
          {cause !== null && <Tag>{cause}</Tag>}
        </span>
        <ReplayedRange run={run} />
        <Found run={run} />
      </Td>
      <Td>
        <RunStatusTag run={run} />
      </Td>
      <Td right>{formatCount(run.ledger.read)}</Td>
      <Td right>{formatCount(run.ledger.delivered)}</Td>
      <Td right className="max-md:hidden">
        {formatCount(run.ledger.invalid + run.ledger.rejected)}
      </Td>
      <Td className="max-md:hidden">
        <LedgerBar ledger={run.ledger} />
      </Td>
      <Td className="text-ink-2 max-md:hidden">
        <RelativeTime at={run.startedAt} />
      </Td>
    </tr>
  );
}

/** What a run that compares found; of another that ended by itself, whether there was anything. */
function Found({ run }: { run: RunDto }) {
  const words = foundWords(run);
  if (words === null) return null;
  return <span className="block text-xs font-normal text-ink-2">{words}</span>;
}

function foundWords(run: RunDto): string | null {
  const { comparison, trigger, finishedAt, ledger } = run;
  if (comparison !== null) return summaryWords({ ...run, comparison });
  const isEmpty = finishedAt !== null && ledger.read === 0;
  return trigger === "schedule" && isEmpty ? "Nothing had arrived" : null;
}
