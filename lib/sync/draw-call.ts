type OfPerson = { person: string | null };

/**
 * Takes anybody's first call out of some: not always the same one, since that one
 * may be what the destination fails at. The rest keeps its order. `random` is in 0..1.
 */
export function drawCall<T extends OfPerson>(
  calls: readonly T[],
  random: number,
): { drawn: T[]; rest: T[] } {
  const people = [...new Set(calls.map(({ person }) => person))];
  const chosen =
    people[Math.min(Math.floor(random * people.length), people.length - 1)];
  const at = calls.findIndex(({ person }) => person === chosen);
  return {
    drawn: calls.slice(at, at + 1),
    rest: [...calls.slice(0, at), ...calls.slice(at + 1)],
  };
}
