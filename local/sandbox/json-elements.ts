const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;

/**
 * Where the elements of the array `key` lie in a JSON object: start and end of
 * each, one after the other. So the bytes of each event are known without
 * writing it as text again. The input must be valid JSON with an object on top
 * (it has been parsed already); empty when the key holds no array. As with
 * JSON.parse, the last of several equal keys counts.
 */
export function arrayElementSpans(json: Buffer, key: string): number[] {
  let spans: number[] = [];
  let at = skipSpace(json, skipSpace(json, 0) + 1);
  while (at < json.length && json[at] !== CLOSING_BRACE) {
    const keyEnd = skipString(json, at);
    const isKey = JSON.parse(json.toString("utf8", at, keyEnd)) === key;
    const valueAt = skipSpace(json, skipSpace(json, keyEnd) + 1);
    const isArray = json[valueAt] === OPENING_BRACKET;
    if (isKey) spans = [];
    at =
      isKey && isArray
        ? readElements(json, valueAt, spans)
        : skipValue(json, valueAt);
    at = skipComma(json, at);
  }
  return spans;
}

/** Notes the spans of the array at `at`; answers where it has ended. */
function readElements(json: Buffer, at: number, spans: number[]): number {
  let next = skipSpace(json, at + 1);
  while (next < json.length && json[next] !== CLOSING_BRACKET) {
    const end = skipValue(json, next);
    spans.push(next, end);
    next = skipComma(json, end);
  }
  return next + 1;
}

function skipValue(json: Buffer, at: number): number {
  const first = json[at];
  if (first === QUOTE) return skipString(json, at);
  if (first === OPENING_BRACE || first === OPENING_BRACKET) {
    return skipNested(json, at);
  }
  let next = at;
  while (next < json.length && !endsScalar(json[next] ?? 0)) next += 1;
  return next;
}

function skipNested(json: Buffer, at: number): number {
  let depth = 0;
  let next = at;
  while (next < json.length) {
    const byte = json[next];
    if (byte === QUOTE) {
      next = skipString(json, next);
      continue;
    }
    next += 1;
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth += 1;
    if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth -= 1;
    if (depth === 0) return next;
  }
  return next;
}

function skipString(json: Buffer, at: number): number {
  let next = at + 1;
  while (next < json.length && json[next] !== QUOTE) {
    next += json[next] === BACKSLASH ? 2 : 1;
  }
  return next + 1;
}

function skipComma(json: Buffer, at: number): number {
  const next = skipSpace(json, at);
  return json[next] === COMMA ? skipSpace(json, next + 1) : next;
}

function skipSpace(json: Buffer, at: number): number {
  let next = at;
  while (isSpace(json[next])) next += 1;
  return next;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endsScalar(byte: number): boolean {
  return (
    byte === COMMA ||
    byte === CLOSING_BRACE ||
    byte === CLOSING_BRACKET ||
    isSpace(byte)
  );
}
