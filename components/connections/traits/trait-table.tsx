import { Button } from "@/components/ui/button";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { TraitDto } from "@/lib/services/trait/schemas";
import { TRAIT_KINDS } from "@/lib/traits/kinds";

type Actions = {
  mayEdit: boolean;
  onEdit: (trait: TraitDto) => void;
  onDelete: (trait: TraitDto) => void;
};

/** The traits of a connection, by their names in Segment. */
export function TraitTable({
  traits,
  ...actions
}: Actions & { traits: readonly TraitDto[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Trait</Th>
          <Th className="max-md:hidden">Kind</Th>
          <Th right>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {traits.map((trait) => (
          <Row key={trait.id} trait={trait} {...actions} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({
  trait,
  mayEdit,
  onEdit,
  onDelete,
}: Actions & { trait: TraitDto }) {
  const { definition, sentence, isComputed } = trait;
  const { name, kind } = definition;
  return (
    <tr className="hover:bg-sunken">
      <Td>
        <div className="flex flex-wrap items-center gap-2">
          {mayEdit ? (
            <button
              type="button"
              data-row
              className="text-left font-mono text-xs font-semibold [overflow-wrap:anywhere]"
              onClick={() => onEdit(trait)}
            >
              {name}
            </button>
          ) : (
            <span className="font-mono text-xs font-semibold [overflow-wrap:anywhere]">
              {name}
            </span>
          )}
          {!isComputed && <Tag tone="run">computing</Tag>}
        </div>
        <p className="max-w-[70ch] [overflow-wrap:anywhere] text-ink-2">
          {sentence}
        </p>
      </Td>
      <Td className="text-ink-2 max-md:hidden">{TRAIT_KINDS[kind].label}</Td>
      <Td right>
        {mayEdit && (
          <Button
            size="sm"
            variant="ghost"
            aria-label={`Delete ${name}`}
            onClick={() => onDelete(trait)}
          >
            Delete
          </Button>
        )}
      </Td>
    </tr>
  );
}
