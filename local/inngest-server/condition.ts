export type Condition = (event: unknown) => boolean;
export type EventPath = (event: unknown) => unknown;

type Literal = string | number | boolean | null;

const PATH = /^event((?:\.[A-Za-z_]\w*)+)$/;
const COMPARISON =
  /^\s*(event(?:\.[A-Za-z_]\w*)+)\s*(==|!=|<=|>=|<|>)\s*('[^'\\]*'|"[^"\\]*"|-?\d+(?:\.\d+)?|true|false|null)\s*(&&|$)/;

/** Reads a plain path such as `event.data.syncId`; null when the text is anything else. */
export function parsePath(text: string): EventPath | null {
  const names = PATH.exec(text.trim())?.[1]?.slice(1).split(".");
  if (names === undefined) return null;
  return (event) =>
    names.reduce<unknown>((value, name) => memberOf(value, name), event) ??
    null;
}

/** Reads comparisons of a plain path with a literal, joined by `&&`; null when the text holds more. */
export function parseCondition(text: string): Condition | null {
  const parts: Condition[] = [];
  let rest = text;
  for (;;) {
    const match = COMPARISON.exec(rest);
    if (match === null) return null;
    const [whole, pathText = "", operator = "", literal = "", joint] = match;
    const path = parsePath(pathText);
    if (path === null) return null;
    const right = readLiteral(literal);
    parts.push((event) => compare(path(event), operator, right));
    rest = rest.slice(whole.length);
    if (joint !== "&&") break;
  }
  return (event) => parts.every((part) => part(event));
}

function memberOf(value: unknown, name: string): unknown {
  if (value === null || typeof value !== "object") return null;
  return Object.entries(value).find(([key]) => key === name)?.[1] ?? null;
}

function readLiteral(text: string): Literal {
  if (text.startsWith("'") || text.startsWith('"')) return text.slice(1, -1);
  if (text === "true" || text === "false") return text === "true";
  return text === "null" ? null : Number(text);
}

/** What is missing is null, never an error, and smaller than everything. */
function compare(left: unknown, operator: string, right: Literal): boolean {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  const order = orderOf(left, right);
  if (order === null) return false;
  if (operator === "<") return order < 0;
  if (operator === ">") return order > 0;
  return operator === "<=" ? order <= 0 : order >= 0;
}

function orderOf(left: unknown, right: Literal): number | null {
  if (left === null) return right === null ? 0 : -1;
  if (typeof left === "number" && typeof right === "number")
    return left - right;
  if (typeof left === "string" && typeof right === "string") {
    return left === right ? 0 : left < right ? -1 : 1;
  }
  return null;
}
