import { RelativeTime } from "@/components/ui/relative-time";
import { sentenceCase } from "@/lib/shared/sentence-case";
import type { ConnectDto } from "@/lib/services/connect/schemas";

/** Files or tables that can't be read as they are; all others were. */
export function ConnectProblems({
  problems,
  isOfWarehouse,
}: {
  problems: ConnectDto["problems"];
  isOfWarehouse: boolean;
}) {
  if (problems.length === 0) return null;
  const [one, many] = isOfWarehouse ? ["table", "tables"] : ["file", "files"];
  return (
    <section
      aria-label={`${sentenceCase(many)} that could not be read`}
      className="border-t border-line bg-bad-soft px-4 py-3 text-sm"
    >
      <h3 className="font-semibold text-bad">
        {problems.length === 1
          ? `One ${one} could not be read`
          : `${problems.length} ${many} could not be read`}
      </h3>
      <p className="text-ink-2">
        What they hold is missing. Each import tries them again.
      </p>
      <ul className="mt-2 grid gap-2">
        {problems.map(({ table, dumpId, file, message, at }) => (
          <li key={`${dumpId} ${table} ${file}`}>
            <span className="font-medium">
              {table === "" ? "Manifest" : table}
              {!isOfWarehouse && ` of dump ${dumpId}`}
            </span>
            : {message}
            <div className="font-mono text-xs [overflow-wrap:anywhere] text-ink-2">
              {!isOfWarehouse && `${file} · `}
              <RelativeTime at={at} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
