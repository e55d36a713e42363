import { cx } from "class-variance-authority";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { DeadLetterDto } from "@/lib/services/dead-letter/schemas";
import { canReplay, letterState } from "./letter-words";

type Chosen = ReadonlySet<string>;

/** Dead letters, newest first. */
export function LetterTable({
  letters,
  openId,
  chosen,
  onOpen,
  onChoose,
}: {
  letters: DeadLetterDto[];
  openId: string | null;
  chosen: Chosen;
  onOpen: (id: string) => void;
  onChoose: (chosen: Chosen) => void;
}) {
  const able = letters.filter(canReplay);
  const areAll = able.length > 0 && able.every(({ id }) => chosen.has(id));
  return (
    <Table>
      <thead>
        <tr>
          <Th className="w-8 pr-0">
            <input
              type="checkbox"
              aria-label="Choose all that are shown"
              disabled={able.length === 0}
              checked={areAll}
              onChange={() =>
                onChoose(new Set(areAll ? [] : able.map(({ id }) => id)))
              }
            />
          </Th>
          <Th>Record</Th>
          <Th className="max-md:hidden">Person</Th>
          <Th className="max-sm:hidden">When</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <Letter
            key={letter.id}
            letter={letter}
            isOpen={letter.id === openId}
            isChosen={chosen.has(letter.id)}
            onOpen={() => onOpen(letter.id)}
            onToggle={() => onChoose(toggled(chosen, letter.id))}
          />
        ))}
      </tbody>
    </Table>
  );
}

function toggled(chosen: Chosen, id: string): Chosen {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

function Letter({
  letter,
  isOpen,
  isChosen,
  onOpen,
  onToggle,
}: {
  letter: DeadLetterDto;
  isOpen: boolean;
  isChosen: boolean;
  onOpen: () => void;
  onToggle: () => void;
}) {
  const { word, tone } = letterState(letter);
  const name = letter.recordKey.split(":").at(-1) ?? "";
  return (
    <tr className={cx(isOpen ? "bg-sunken" : "hover:bg-sunken")}>
      <Td className="pr-0">
        {canReplay(letter) && (
          <input
            type="checkbox"
            aria-label={`Choose ${name}`}
            checked={isChosen}
            onChange={onToggle}
          />
        )}
      </Td>
      <Td className="max-w-44">
        <button
          type="button"
          data-row
          aria-expanded={isOpen}
          onClick={onOpen}
          className="block max-w-full truncate text-left font-mono text-xs"
        >
          {name === "" ? "no record" : name}
        </button>
      </Td>
      <Td className="max-w-44 truncate max-md:hidden">
        {letter.person ?? <span className="text-ink-3">–</span>}
      </Td>
      <Td className="text-ink-2 max-sm:hidden">
        <RelativeTime at={letter.createdAt} />
      </Td>
      <Td>
        <Tag tone={tone}>{word}</Tag>
      </Td>
    </tr>
  );
}
