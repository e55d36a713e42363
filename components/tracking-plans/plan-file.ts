import {
  CONTENT_CHARACTERS_MAX,
  PLAN_NAME_CHARACTERS_MAX,
  type UploadFormat,
} from "@/lib/services/tracking-plan/schemas";

/** A file that was chosen, read as text. */
export type PlanFile = { fileName: string; content: string };

/** UTF-8 takes at most so many bytes for what a text's length counts as one. */
const BYTES_PER_CHARACTER_MAX = 3;

/** Reads a chosen file; answers what is wrong with it instead when it can't be taken. */
export async function readPlanFile(file: File): Promise<PlanFile | string> {
  const tooLong = `${file.name} is too large: a plan may have 15 million characters.`;
  if (file.size > CONTENT_CHARACTERS_MAX * BYTES_PER_CHARACTER_MAX)
    return tooLong;
  const content = await file.text().catch(() => null);
  if (content === null)
    return `${file.name} can’t be read. Choose it again, or a copy of it.`;
  if (content.trim() === "") return `${file.name} is empty.`;
  return content.length > CONTENT_CHARACTERS_MAX
    ? tooLong
    : { fileName: file.name, content };
}

/** What a plan from this file is probably called. */
export function nameOfFile(fileName: string): string {
  return fileName
    .replace(/\.(json|csv|txt)$/i, "")
    .trim()
    .slice(0, PLAN_NAME_CHARACTERS_MAX);
}

/** By the extension, or else by how the text begins. */
export function formatOfFile({ fileName, content }: PlanFile): UploadFormat {
  if (/\.json$/i.test(fileName)) return "json";
  if (/\.(csv|tsv|txt)$/i.test(fileName)) return "csv";
  return /^\s*[[{]/.test(content) ? "json" : "csv";
}
