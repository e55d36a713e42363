import { badRequest } from "../errors";
import { isDeeperThan, JSON_DEPTH_MAX } from "../shared/json-depth";

const NUL = String.fromCharCode(0);
/** A text without this escape can't hold the character. */
const NUL_ESCAPE = "\\u0000";

/**
 * The value of a JSON body; undefined where there is none. Throws AppError for
 * what is no JSON, and for what parsers and the database can't take: deep
 * nesting, and the character NUL.
 */
export function parseBody(text: string): unknown {
  if (text.trim() === "") return undefined;
  if (isDeeperThan(text, JSON_DEPTH_MAX))
    throw badRequest(
      `The body is nested deeper than ${JSON_DEPTH_MAX} levels.`,
    );
  const value = parseJson(text);
  if (text.includes(NUL_ESCAPE) && holdsNul(value))
    throw badRequest("The body may not hold the character NUL.");
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest("The body is not JSON.");
  }
}

function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes(NUL);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([name, member]) => name.includes(NUL) || holdsNul(member),
  );
}
