import { formatCount } from "@/components/ledger/outcomes";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { HeapCohortDto } from "@/lib/services/heap-cohort/schemas";

type Task = HeapCohortDto["tasks"][number];

export function HeapCohortTable({ cohorts }: { cohorts: HeapCohortDto[] }) {
  return (
    <Table className="border-b border-line">
      <thead>
        <tr>
          <Th>Segment</Th>
          <Th right>Members</Th>
          <Th>Last change</Th>
        </tr>
      </thead>
      <tbody>
        {cohorts.map((cohort) => (
          <Row key={cohort.id} cohort={cohort} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ cohort }: { cohort: HeapCohortDto }) {
  return (
    <tr>
      <Td>
        <div className="flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
          <span className="font-[550]">{cohort.name}</span>
          <span className="text-xs text-ink-3">{cohort.id}</span>
          {cohort.goneAt !== null && <Tag tone="neutral">drained</Tag>}
        </div>
        {cohort.tasks.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </Td>
      <Td right>{formatCount(cohort.members)}</Td>
      <Td className="text-ink-2">
        {cohort.changedAt === null ? (
          "none yet"
        ) : (
          <RelativeTime at={cohort.changedAt} />
        )}
      </Td>
    </tr>
  );
}

/** What somebody should know of a task: pages that are missing, ids that nothing can hold. */
function TaskLine({ task }: { task: Task }) {
  return (
    <p className="mt-1 text-xs text-ink-2">
      {TASK_WORDS[task.state](task)} Begun <RelativeTime at={task.beganAt} />.
    </p>
  );
}

const TASK_WORDS: Record<Task["state"], (task: Task) => string> = {
  waiting: ({ pages, totalPages }) =>
    `Waits for pages: ${formatCount(pages)} of ${formatCount(totalPages)} came.`,
  dropped: ({ totalPages }) =>
    `Given up: not all of ${formatCount(totalPages)} pages came within a day. Switch the segment off and on in Heap to have it sent anew.`,
  applied: ({ unusable }) =>
    `${formatCount(unusable)} ids were empty or too long, and passed over.`,
};
