import { formatCount } from "@/components/ledger/outcomes";
import type { EstimateDto } from "@/lib/services/snapshot/schemas";
import type { SyncDefinition } from "@/lib/sync/definition";

/** What a run would send, for people to read: the sentence that matters, and what belongs to it. */
export function estimateWords(
  estimate: EstimateDto,
  { snapshot }: Pick<SyncDefinition, "snapshot">,
  isFirst: boolean,
): { lead: string; notes: string[] } {
  const { calls, invalid, leftOut, unchanged } = estimate;
  const tellsRemoved = (snapshot?.onRemoved ?? "nothing") !== "nothing";
  const about = (count: number) =>
    `${estimate.isExact ? "" : "about "}${formatCount(count)}`;
  const run = isFirst ? "The first run" : "The next run";
  if (estimate.total === 0)
    return {
      lead: `${run} will send nothing: there are no people yet.`,
      notes: ["Those whom Heap Connect brings are sent by the run after that."],
    };
  const notes = [
    ...(calls > 0 ? [trackedWords(estimate, about)] : []),
    ...(isFirst ? [] : differenceNotes(estimate, tellsRemoved)),
    ...(invalid > 0
      ? [
          `${sentence(about(invalid))} ${people(invalid)} can’t be mapped: they become dead letters, with the reason.`,
        ]
      : []),
    ...(unchanged > 0
      ? [
          `${sentence(about(unchanged))} ${unchanged === 1 ? "is" : "are"} as they were sent last.`,
        ]
      : []),
    ...(leftOut > 0
      ? [
          `${sentence(about(leftOut))} ${leftOut === 1 ? "is" : "are"} left out: by the filter, gone from Heap, or somebody else by now.`,
        ]
      : []),
    ...basisNotes(estimate),
  ];
  return {
    lead:
      calls > 0
        ? `${run} will send ${about(calls)} Identify ${calls === 1 ? "call" : "calls"}.`
        : `${run} will send ${estimate.isExact ? "nothing" : "little or nothing"}.`,
    notes,
  };
}

const people = (count: number) => (count === 1 ? "person" : "people");
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What the calls count as at Segment, as exactly as it can be known from here. */
const trackedWords = (
  { trackedUsers }: EstimateDto,
  about: (count: number) => string,
) =>
  `Segment counts each person once a month as a tracked user: up to ${about(trackedUsers)}, fewer if they were seen this month already.`;

function differenceNotes(
  { added, changed, removed }: EstimateDto,
  tellsRemoved: boolean,
): string[] {
  const differences = [
    ...(added > 0 ? [`${formatCount(added)} added`] : []),
    ...(changed > 0 ? [`${formatCount(changed)} changed`] : []),
    ...(removed > 0 ? [`${formatCount(removed)} removed`] : []),
  ];
  if (differences.length === 0)
    return ["Nobody differs from what was sent last."];
  const kept = removed > 0 && !tellsRemoved;
  return [
    `${differences.join(", ")} since what was sent last${kept ? "; nothing is sent of who is removed" : ""}.`,
  ];
}

function basisNotes({ isExact, compared, total }: EstimateDto): string[] {
  if (isExact) return [];
  return [
    `Told from ${formatCount(compared)} of ${formatCount(total)} people, who were compared in a few seconds.`,
  ];
}
