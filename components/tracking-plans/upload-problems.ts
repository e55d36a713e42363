import type { Problem } from "@/lib/errors";
import { ApiError } from "@/lib/queries/api-client";

/** What the server found, by what it is about; `other` is what concerns none of it. */
export type UploadProblems = {
  name: string | undefined;
  format: string | undefined;
  file: string[];
  other: string | null;
};

export function placeProblems(error: Error | null): UploadProblems {
  const problems = problemsOf(error);
  const of = (path: string) =>
    problems.find((problem) => problem.path === path)?.message;
  const placed: UploadProblems = {
    ...{ name: of("name"), format: of("format"), other: null },
    file: problems
      .filter(({ path }) => path.startsWith("content"))
      .map(({ path, message }) => sentenceOf(path, message)),
  };
  const isPlaced =
    placed.name !== undefined ||
    placed.format !== undefined ||
    placed.file.length > 0;
  return isPlaced ? placed : { ...placed, other: error?.message ?? null };
}

const TOO_LARGE_STATUS = 413;

/** A file may be within its limit, and over the API's once it is written as JSON. */
function problemsOf(error: Error | null): Problem[] {
  if (!(error instanceof ApiError)) return [];
  return error.status === TOO_LARGE_STATUS
    ? [{ path: "content", message: "is too large to be sent" }]
    : error.problems;
}

const ROW = /^content row (\d+) ?(.*)$/;
const RULE = /^content\.(\d+)\.?(.*)$/;

/** `Row 3, version: …` of a sheet, `Rule 2, type: …` of JSON, or a sentence about the file. */
function sentenceOf(path: string, message: string): string {
  const [, row, column] = ROW.exec(path) ?? [];
  if (row !== undefined) return placeIn(`Row ${row}`, column, message);
  const [, index, member] = RULE.exec(path) ?? [];
  if (index !== undefined)
    return placeIn(`Rule ${Number(index) + 1}`, member, message);
  // The server's own words go on after the file's name; a reader's stand alone.
  return /^[a-z]/.test(message) ? `The file ${message}.` : `${message}.`;
}

const placeIn = (place: string, part: string | undefined, message: string) =>
  `${place}${part ? `, ${part}` : ""}: ${message}.`;
