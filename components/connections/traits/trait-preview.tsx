"use client";
import { useSettled } from "@/components/mapping-editor/use-settled";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { useTraitPreview } from "@/lib/queries/traits";
import type { TraitPreviewDto } from "@/lib/services/trait/schemas";
import { definitionOf, type TraitDraft } from "./trait-draft";

const ASK_AFTER_MS = 300;

/** Some people who did something lately, with the value that they would have. */
export function TraitPreview({
  connectionId,
  draft,
}: {
  connectionId: string;
  draft: TraitDraft;
}) {
  const { definition } = definitionOf(useSettled(draft, ASK_AFTER_MS));
  const { data, error } = useTraitPreview(connectionId, definition);
  return (
    <section
      aria-label="Preview"
      className="min-w-0 rounded-control border border-line max-md:mt-4 md:overflow-y-auto"
    >
      <div className="border-b border-line px-4 py-3" aria-live="polite">
        <p className="text-xs font-medium text-ink-3">Preview</p>
        <p className="text-sm font-[550] [overflow-wrap:anywhere]">
          {definition === null
            ? "Choose what is still open."
            : (data?.sentence ?? "…")}
        </p>
      </div>
      <ErrorNotice error={error} className="m-4" />
      {definition !== null && data === undefined && error === null && (
        <SkeletonRows rows={5} />
      )}
      {definition !== null && data !== undefined && <People preview={data} />}
    </section>
  );
}

function People({ preview: { people, basis } }: { preview: TraitPreviewDto }) {
  if (people.length === 0)
    return (
      <Notice tone="neutral" className="m-4">
        No events came yet: there is nobody to show.
      </Notice>
    );
  return (
    <>
      {basis === "latest" && (
        <p className="px-4 pt-3 text-xs text-ink-2">
          Of the latest events alone. Once the trait is there, all that the
          inbox holds are counted, and kept from then on.
        </p>
      )}
      <Table>
        <thead>
          <tr>
            <Th>Person</Th>
            <Th right>Value</Th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ person, identity, value }) => (
            <tr key={person}>
              <Td className="text-xs [overflow-wrap:anywhere]">
                {identity ?? person}
              </Td>
              <Td right className="text-xs [overflow-wrap:anywhere]">
                {value === null ? (
                  <span className="text-ink-3">none</span>
                ) : (
                  shown(value)
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function shown(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? value.toLocaleString("en") : value;
}
