import { Icon } from "@/components/ui/icon";

/** Heap, a filter, a mapping, Segment. */
export function TemplatePicture() {
  const dots = "h-px w-4 border-t border-dotted border-line-strong";
  const node =
    "grid size-[18px] place-items-center rounded-full border border-line-strong bg-surface text-ink-2";
  return (
    <div
      aria-hidden
      className="flex h-[90px] items-center justify-center gap-0.5 border-b border-line bg-sunken text-sm font-semibold"
    >
      <span className="rounded-control bg-heap-soft px-3 py-1 text-heap">
        Heap
      </span>
      <span className={dots} />
      <span className={node}>
        <Icon name="filter" size={10} />
      </span>
      <span className={dots} />
      <span className={node}>
        <Icon name="map" size={10} />
      </span>
      <span className={dots} />
      <span className="rounded-control bg-segment-soft px-3 py-1 text-segment">
        Segment
      </span>
    </div>
  );
}
