import { CopyButton } from "./copy-button";

/** Text to take away: an address, a command. Wraps rather than hides its end. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex items-start gap-2 rounded-control bg-sunken p-2.5">
      <pre
        aria-label={label}
        className="min-w-0 grow font-mono text-xs leading-[1.65] break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
      <CopyButton text={text} />
    </div>
  );
}
