/**
 * The engine's one copy of a name. A name that was cut out of a text is a
 * copy of its own: what the engine learns about accesses by the name doesn't
 * hold for the copy, and each access by it looks the name up first
 * (docs/decisions/0005-mapping-engine.md). For names that are used for many
 * records; it costs about as much as two accesses.
 */
export function internName(name: string): string {
  return Object.keys({ [name]: null })[0] ?? name;
}
