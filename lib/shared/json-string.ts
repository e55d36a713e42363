const BACKSLASH = 92;

/**
 * Where the quote is that ends the string whose first quote is at `from`; the
 * length of the text when there is none. Leaps from quote to quote, since
 * engines look for one character much faster than code does.
 */
export function endOfString(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at !== -1 && isEscaped(text, from, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at;
}

/** An odd number of backslashes before it. */
function isEscaped(text: string, from: number, quote: number): boolean {
  let at = quote - 1;
  while (at > from && text.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - 1 - at) % 2 === 1;
}
