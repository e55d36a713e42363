/** One line of indented JSON, and the path of the member that it shows. */
export type JsonLine = { text: string; path: string };

/** The same lines as JSON.stringify(value, null, 2), each with its path; a list's elements have their list's. */
export function jsonLines(value: unknown): JsonLine[] {
  return linesOf(value, "", "", "");
}

function linesOf(
  value: unknown,
  path: string,
  indent: string,
  head: string,
): JsonLine[] {
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0)
    return [{ text: indent + head + JSON.stringify(value ?? null), path }];
  const isList = Array.isArray(value);
  const inner = entries.flatMap(([name, member], index) => {
    const own = isList ? path : path === "" ? name : `${path}.${name}`;
    const lines = linesOf(
      member,
      own,
      `${indent}  `,
      isList ? "" : `${JSON.stringify(name)}: `,
    );
    const last = lines.at(-1);
    return index === entries.length - 1 || last === undefined
      ? lines
      : [...lines.slice(0, -1), { ...last, text: `${last.text},` }];
  });
  return [
    { text: `${indent}${head}${isList ? "[" : "{"}`, path },
    ...inner,
    { text: `${indent}${isList ? "]" : "}"}`, path },
  ];
}

function entriesOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== "object" || value === null) return null;
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
