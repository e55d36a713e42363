/** At most `max` characters; what was cut away is told by an ellipsis. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max - 1);
  // Half of a character of two code units is none.
  return `${kept.replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…`;
}
