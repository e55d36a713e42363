const SHOWN = 6;

/** What is wrong with a file, the first few of many. */
export function FileProblems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null;
  const more = problems.length - SHOWN;
  return (
    <ul role="alert" className="grid gap-0.5 text-xs text-bad">
      {problems.slice(0, SHOWN).map((problem) => (
        <li key={problem} className="[overflow-wrap:anywhere]">
          {problem}
        </li>
      ))}
      {more > 0 && <li>And {more} more like these.</li>}
    </ul>
  );
}
