import { CopyButton } from "./copy-button";

/** Text to take away: an address, a command. Wraps rather than hides its end. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="rounded-control bg-sunken flex items-start gap-2 p-2.5">
      <pre
        aria-label={label}
        tabIndex={0}
        className="min-w-0 grow overflow-x-auto font-mono text-xs leading-[1.65] break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
      <CopyButton text={text} />
    </div>
  );
}
