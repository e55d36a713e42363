/** Counts by name, for the table at the end. */
export function createTally() {
  const counts = new Map<string, number>();
  return {
    add(name: string, count = 1): void {
      counts.set(name, (counts.get(name) ?? 0) + count);
    },
    of: (name: string) => counts.get(name) ?? 0,
    /** Of those whose name matches. */
    sum: (names = /./) =>
      [...counts]
        .filter(([name]) => names.test(name))
        .reduce((sum, [, count]) => sum + count, 0),
    /** Sorted by name: `a 3, b 1`. */
    text: () =>
      [...counts]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([name, count]) => `${name} ${count}`)
        .join(", ") || "none",
  };
}

export type Tally = ReturnType<typeof createTally>;
