/** The set with what it lacked, or without what it had. */
export function toggled(
  set: ReadonlySet<string>,
  item: string,
): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
