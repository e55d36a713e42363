import { Notice } from "@/components/ui/notice";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";

/** Says, before it is done, that an upload changes a plan that is here; and after, that it said nothing new. */
export function RevisionNotice({
  same,
  isUnchanged,
}: {
  /** The plan that has the name already, as it was before. */
  same: TrackingPlanDto | undefined;
  isUnchanged: boolean;
}) {
  if (same === undefined) return null;
  if (same.vendorId !== null)
    return (
      <Notice tone="warn">
        “{same.name}” is fetched from Segment. Give the upload another name.
      </Notice>
    );
  if (isUnchanged)
    return (
      <Notice tone="neutral">
        The file says what revision {same.revision} says: nothing changed.
      </Notice>
    );
  return (
    <Notice tone="run">
      “{same.name}” is here already: this becomes its revision{" "}
      {same.revision + 1}. {heldWords(same)}
    </Notice>
  );
}

function heldWords({ syncs }: TrackingPlanDto): string {
  const held = syncs.filter(({ isDraft }) => !isDraft);
  if (held.length === 0) return "No sync that runs is held to it.";
  const names = held.map(({ name }) => `“${name}”`).join(", ");
  return held.length === 1
    ? `${names} is held to it from then on.`
    : `${held.length} syncs are held to it from then on: ${names}.`;
}
