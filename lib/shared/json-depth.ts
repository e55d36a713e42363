/** Parsers and databases recurse: what no sender means must not exhaust their stacks. */
export const JSON_DEPTH_MAX = 100;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = new Set([91, 123]);
const CLOSE = new Set([93, 125]);

/**
 * Whether a text nests arrays and objects deeper than `depthMax`. It need not be
 * valid JSON: this is asked before a parser, which may recurse, sees it.
 */
export function isDeeperThan(text: string, depthMax: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInText) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInText = false;
    } else if (code === QUOTE) isInText = true;
    else if (OPEN.has(code)) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (CLOSE.has(code)) depth -= 1;
  }
  return false;
}
