import type { Json } from "../../shared/json";
import { toText } from "../convert-text";
import { ELEMENTS_MAX, FAILED, TEXT_LENGTH_MAX } from "../failed";
import { LIST, TEXT } from "../value-type";
import { restyle } from "../words";
import { defineFunction, parameter, type FunctionRow } from "./function-row";
import { integer, list, text } from "./reader";

const SURROGATE = /[\ud800-\udfff]/;

/** Cuts between characters, never inside of one that takes two code units. */
function cut(value: string, start: number, end: number | undefined): string {
  return SURROGATE.test(value)
    ? Array.from(value).slice(start, end).join("")
    : value.slice(start, end);
}

function replaceAll(value: string, search: string, replacement: string) {
  if (search === "") return value;
  const parts = value.split(search);
  const added = (parts.length - 1) * (replacement.length - search.length);
  return value.length + added > TEXT_LENGTH_MAX
    ? FAILED
    : parts.join(replacement);
}

function joinAll(value: Json[], separator: string) {
  let joined = "";
  for (const [index, item] of value.entries()) {
    const part = item === null ? "" : toText(item);
    if (part === FAILED) return FAILED;
    joined += index === 0 ? part : separator + part;
    if (joined.length > TEXT_LENGTH_MAX) return FAILED;
  }
  return joined;
}

const plain = (
  label: string,
  doc: string,
  run: (value: string) => string,
  example: [string, string],
): FunctionRow =>
  defineFunction({
    ...{ label, doc, group: "text", takes: text, result: TEXT },
    run,
    examples: [{ args: [example[0]], result: example[1] }],
  });

export const textFunctions = {
  lowercase: plain(
    "Lower case",
    "All letters small.",
    (value) => value.toLowerCase(),
    ["Pro PLAN", "pro plan"],
  ),
  uppercase: plain(
    "Upper case",
    "All letters capital.",
    (value) => value.toUpperCase(),
    ["eur", "EUR"],
  ),
  titleCase: plain(
    "Title case",
    "Each word with a capital; split at case changes, spaces and punctuation.",
    (value) => restyle(value, "titleCase"),
    ["sign_upCompleted", "Sign Up Completed"],
  ),
  snakeCase: plain(
    "Snake case",
    "Small words joined by an underscore.",
    (value) => restyle(value, "snake_case"),
    ["Plan Name", "plan_name"],
  ),
  camelCase: plain(
    "Camel case",
    "Words joined, each but the first with a capital.",
    (value) => restyle(value, "camelCase"),
    ["plan_name", "planName"],
  ),
  trim: plain("Trim", "Without spaces at its ends.", (value) => value.trim(), [
    "  Ann ",
    "Ann",
  ]),
  replace: defineFunction({
    label: "Replace",
    group: "text",
    doc: "Every occurrence of a text replaced by another.",
    takes: text,
    parameters: [
      parameter("search", "Search for", text),
      parameter("replacement", "Replace with", text, ""),
    ],
    result: TEXT,
    expects: () => "text that stays below a million characters",
    run: replaceAll,
    examples: [{ args: ["a-b-c", "-", "_"], result: "a_b_c" }],
  }),
  split: defineFunction({
    label: "Split",
    group: "text",
    doc: "A list of the parts between separators.",
    takes: text,
    parameters: [parameter("separator", "Separator", text, ",")],
    result: LIST,
    expects: () => "text of at most 10,000 parts",
    run: (value, separator) => {
      const parts = value.split(separator, ELEMENTS_MAX + 1);
      return parts.length > ELEMENTS_MAX ? FAILED : parts;
    },
    examples: [{ args: ["a,b"], result: ["a", "b"] }],
  }),
  join: defineFunction({
    label: "Join",
    group: "text",
    doc: "A list as one text.",
    takes: list,
    parameters: [parameter("separator", "Separator", text, ",")],
    result: TEXT,
    run: joinAll,
    examples: [
      {
        args: [["a", 1, null]],
        options: { separator: ", " },
        result: "a, 1, ",
      },
    ],
  }),
  substring: defineFunction({
    label: "Part of text",
    group: "text",
    doc: "From one character up to another; negative counts from the end.",
    takes: text,
    parameters: [
      parameter("start", "From", integer, 0),
      parameter("end", "Up to", integer, Number.MAX_SAFE_INTEGER),
    ],
    result: TEXT,
    run: cut,
    examples: [
      { args: ["SKU-1234", 4], result: "1234" },
      { args: ["SKU-1234", 0, 3], result: "SKU" },
    ],
  }),
  truncate: defineFunction({
    label: "Truncate",
    group: "text",
    doc: "At most so many characters, the suffix among them.",
    takes: text,
    parameters: [
      parameter("length", "Characters", integer, 255),
      parameter("suffix", "Suffix", text, ""),
    ],
    result: TEXT,
    run: (value, length, suffix) => {
      const kept = cut(value, 0, Math.max(0, length));
      if (kept.length === value.length) return value;
      return cut(value, 0, Math.max(0, length - suffix.length)) + suffix;
    },
    examples: [
      { args: ["Subscription"], options: { length: 3 }, result: "Sub" },
    ],
  }),
} satisfies Record<string, FunctionRow>;
