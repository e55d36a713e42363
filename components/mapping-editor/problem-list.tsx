/** What is wrong, each on the field that causes it: a press goes there. */
export function ProblemList({
  problems,
  title,
  tone,
  onSelect,
}: {
  problems: readonly { path: string; message: string }[];
  title: string;
  tone: "bad" | "warn";
  onSelect: (path: string) => void;
}) {
  if (problems.length === 0) return null;
  const colours =
    tone === "bad" ? "bg-bad-soft text-bad" : "bg-warn-soft text-warn";
  return (
    <div className={`rounded-control px-3 py-2 text-sm ${colours}`}>
      <p className="text-xs">{title}</p>
      <ul>
        {problems.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <button
              type="button"
              onClick={() => onSelect(path)}
              className="text-left [overflow-wrap:anywhere] hover:underline"
            >
              <b>{path}</b> {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
