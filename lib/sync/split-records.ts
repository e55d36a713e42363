import { isJsonObject, type JsonObject } from "../shared/json";
import { isDeeperThan, JSON_DEPTH_MAX } from "../shared/json-depth";
import { endOfString } from "../shared/json-string";
import { parseLossless } from "../shared/lossless-json";

/** One element of a body: its text as it came, and its value unless it is broken. */
export type RawRecord = {
  text: string;
  value: JsonObject | null;
  problem: string | null;
};

const TOO_DEEP = `is nested deeper than ${JSON_DEPTH_MAX} levels`;
const NOT_AN_OBJECT = "should be a JSON object";

/**
 * The records of a JSON body: one object, or the elements of an array, each
 * with the text that it had. Throws SyntaxError when the body is no JSON, too
 * deep, or neither of both.
 */
export function splitJson(text: string): RawRecord[] {
  if (isDeeperThan(text, JSON_DEPTH_MAX + 1))
    throw new SyntaxError(`The body ${TOO_DEEP}`);
  const value = parseLossless(text);
  if (isJsonObject(value)) return [{ text: text.trim(), value, problem: null }];
  if (!Array.isArray(value))
    throw new SyntaxError(
      "The body should be an object or an array of objects",
    );
  const texts = arrayElements(text);
  return value.map((element, index) => {
    const own = texts[index] ?? "";
    return isJsonObject(element)
      ? { text: own, value: element, problem: null }
      : { text: own, value: null, problem: NOT_AN_OBJECT };
  });
}

/** The records of a body with one object a line; a broken line spoils no other. */
export function splitLines(text: string): RawRecord[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map(parseLine);
}

function parseLine(text: string): RawRecord {
  if (isDeeperThan(text, JSON_DEPTH_MAX))
    return { text, value: null, problem: TOO_DEEP };
  try {
    const value = parseLossless(text);
    return isJsonObject(value)
      ? { text, value, problem: null }
      : { text, value: null, problem: NOT_AN_OBJECT };
  } catch {
    return { text, value: null, problem: "is not JSON" };
  }
}

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** The texts of an array's elements. The whole text is known to be JSON. */
function arrayElements(text: string): string[] {
  const elements: string[] = [];
  const first = text.indexOf("[") + 1;
  let start = first;
  let depth = 1;
  for (let at = first; depth > 0 && at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE) depth -= 1;
    else if (code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) elements.push(text.slice(start, at).trim());
    } else if (code === COMMA && depth === 1) {
      elements.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  // An array without elements has blanks between its brackets at most.
  return elements.length === 1 && elements[0] === "" ? [] : elements;
}
