import type { ReactNode } from "react";

/** JSON as people read it: indented, names and values told apart. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text =
    typeof value === "string" ? value : JSON.stringify(value ?? null, null, 2);
  return (
    <pre
      aria-label={label}
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-control bg-sunken p-3 font-mono text-xs leading-[1.65] [overflow-wrap:anywhere] whitespace-pre-wrap"
    >
      {typeof value === "string" ? text : paint(text)}
    </pre>
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
