const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Splits `heap-11-{{user_id}}` into its texts and paths, in order. */
export function parseTemplate(template: string): (string | { path: string })[] {
  const parts: (string | { path: string })[] = [];
  let end = 0;
  for (const match of template.matchAll(FIELD)) {
    if (match.index > end) parts.push(template.slice(end, match.index));
    parts.push({ path: match[1] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push(template.slice(end));
  return parts;
}
