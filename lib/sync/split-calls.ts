type OfPerson = { person: string | null };

/**
 * Halves calls so that no person is on both sides, as long as there are two
 * people; a single person's calls are cut in the middle. Keeps the order.
 */
export function splitCalls<T extends OfPerson>(
  calls: readonly T[],
): [T[], T[]] {
  const half = calls.length / 2;
  const counts = new Map<string, number>();
  for (const { person } of calls)
    if (person !== null) counts.set(person, (counts.get(person) ?? 0) + 1);
  const isFirst = new Map<string, boolean>();
  const sides: [T[], T[]] = [[], []];
  let given = 0;
  for (const call of calls) {
    const known = call.person === null ? undefined : isFirst.get(call.person);
    const first = known ?? given < half;
    if (known === undefined) {
      given += call.person === null ? 1 : (counts.get(call.person) ?? 1);
      if (call.person !== null) isFirst.set(call.person, first);
    }
    sides[first ? 0 : 1].push(call);
  }
  return sides[1].length > 0 ? sides : cutInTheMiddle(calls);
}

function cutInTheMiddle<T>(calls: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(calls.length / 2);
  return [calls.slice(0, middle), calls.slice(middle)];
}
