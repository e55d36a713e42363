/** The ways to rename fields: `rename` of a pick, and the functions of the same effect. */
export const NAME_STYLES = ["snake_case", "camelCase", "titleCase"] as const;
export type NameStyle = (typeof NAME_STYLES)[number];

/**
 * The words of a name: it is split at case changes, spaces and punctuation.
 * Digits stay with the word before them: `plan2Name` is `plan2 Name`.
 */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/([\p{Lu}\p{N}])(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "");
}

/** The name in another style; a name without any word stays as it is. */
export function restyle(name: string, style: NameStyle): string {
  const words = wordsOf(name);
  if (words.length === 0) return name;
  if (style === "snake_case") return words.join("_").toLowerCase();
  if (style === "titleCase") return words.map(capitalised).join(" ");
  const [head = "", ...tail] = words;
  return head.toLowerCase() + tail.map(capitalised).join("");
}

function capitalised(word: string): string {
  const [head = "", ...tail] = word;
  return head.toUpperCase() + tail.join("").toLowerCase();
}
