import { Icon } from "@/components/ui/icon";

/** Heap, a filter, a mapping, Segment. */
export function TemplatePicture() {
  const dots = "h-px w-4 border-t border-dotted border-line-strong";
  const node =
    "grid size-[18px] place-items-center rounded-full border border-line-strong bg-surface text-ink-2";
  return (
    <div
      aria-hidden
      className="border-line bg-sunken flex h-[90px] items-center justify-center gap-0.5 border-b text-sm font-semibold"
    >
      <span className="rounded-control bg-heap-soft text-heap px-3 py-1">
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
      <span className="rounded-control bg-segment-soft text-segment px-3 py-1">
        Segment
      </span>
    </div>
  );
}
