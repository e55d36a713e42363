"use client";
import { Button } from "@/components/ui/button";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { describeExpression } from "@/components/syncs/describe";
import type { TargetField } from "@/lib/mapping/target-field";
import { nameOfType } from "@/lib/mapping/value-type";
import { AddField } from "./add-field";
import type { TargetRow } from "./target-rows";
import { TargetSearch } from "./target-search";

type Props = {
  /** Those that a search finds. */
  rows: readonly TargetRow[];
  /** All of them. */
  taken: readonly TargetRow[];
  targetSearch: string;
  onTargetSearch: (text: string) => void;
  spec: readonly TargetField[];
  problems: ReadonlyMap<string, string>;
  selected: string | null;
  onSelect: (path: string) => void;
  onAdd: (path: string) => void;
  onRemove: (path: string) => void;
};

/** The same mapping, a field a row: for hundreds of them, and for those who don't drag. */
export function MappingTable({
  rows,
  taken,
  targetSearch,
  onTargetSearch,
  spec,
  problems,
  selected,
  onSelect,
  onAdd,
  onRemove,
}: Props) {
  return (
    <section
      aria-label="Mapping"
      className="min-w-0 rounded-surface border border-line bg-surface"
    >
      <div className="border-b border-line p-2.5">
        <TargetSearch
          count={taken.length}
          search={targetSearch}
          onSearch={onTargetSearch}
        />
      </div>
      <Table>
        <thead>
          <tr>
            <Th>Field of the call</Th>
            <Th className="max-md:hidden">Made from</Th>
            <Th className="max-md:hidden">Type</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.path}
              className={selected === row.path ? "bg-sunken" : undefined}
            >
              <Td>
                <span className="flex flex-wrap items-center gap-1.5">
                  <span className="font-medium">{row.path}</span>
                  {row.presence === "required" && <Tag>required</Tag>}
                  {row.from === "plan" && <Tag>plan</Tag>}
                </span>
                <span className="block font-mono text-xs [overflow-wrap:anywhere] text-heap md:hidden">
                  {madeFrom(row)}
                </span>
                {problems.has(row.path) && (
                  <span className="block text-xs text-bad">
                    {problems.get(row.path)}
                  </span>
                )}
              </Td>
              <Td className="font-mono text-xs [overflow-wrap:anywhere] text-heap max-md:hidden">
                {madeFrom(row)}
              </Td>
              <Td className="font-mono text-xs text-ink-3 max-md:hidden">
                {nameOfType(row.type)}
              </Td>
              <Td right>
                <span className="inline-flex gap-1.5">
                  <Button
                    size="sm"
                    aria-label={`Edit ${row.path}`}
                    onClick={() => onSelect(row.path)}
                  >
                    Edit
                  </Button>
                  <Button
                    size="sm"
                    variant="ghost"
                    disabled={row.expression === null}
                    aria-label={`Remove ${row.path}`}
                    onClick={() => onRemove(row.path)}
                  >
                    ✕
                  </Button>
                </span>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <div className="border-t border-line p-4">
        <AddField spec={spec} taken={taken} onAdd={onAdd} />
      </div>
    </section>
  );
}

const madeFrom = ({ expression }: TargetRow) =>
  expression === null ? "—" : describeExpression(expression);
