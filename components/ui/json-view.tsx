import type { ReactNode } from "react";
import { jsonLines } from "./json-lines";

/** JSON as people read it: indented, names and values told apart; members at the marked paths stand out. */
export function JsonView({
  value,
  label,
  marked = [],
}: {
  value: unknown;
  label: string;
  /** As a mapping writes them: `properties.plan`. */
  marked?: readonly string[];
}) {
  return (
    <pre
      aria-label={label}
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-control bg-sunken p-3 font-mono text-xs leading-[1.65] [overflow-wrap:anywhere] whitespace-pre-wrap"
    >
      {typeof value === "string"
        ? value
        : jsonLines(value).map(({ text, path }, index) => (
            <Line key={index} text={text} isMarked={marked.includes(path)} />
          ))}
    </pre>
  );
}

function Line({ text, isMarked }: { text: string; isMarked: boolean }) {
  const painted = [...paint(text), "\n"];
  return isMarked ? (
    <mark className="rounded-[3px] bg-bad-soft text-inherit">{painted}</mark>
  ) : (
    painted
  );
}

const TOKEN =
  /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function paint(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [whole, quoted, colon] = match;
    const tone =
      colon !== undefined
        ? "text-ink-2"
        : quoted !== undefined
          ? "text-segment"
          : "text-heap";
    parts.push(
      <span key={match.index} className={tone}>
        {whole}
      </span>,
    );
  }
  parts.push(text.slice(end));
  return parts;
}
