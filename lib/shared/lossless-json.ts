import { parse } from "lossless-json";
import type { Json } from "./json";

/** Beyond this many digits a double may not hold an integer exactly. */
const EXACT_DIGITS_MAX = 15;
/** A number begins a text, or follows a colon, a bracket or a comma; within text this may be met too, which only costs time. */
const LONG_DIGITS = /(?:^|[:[,])\s*-?\d{16}/;
const LONG_INTEGER = /^-?\d{16,}$/;

/**
 * Parses JSON so that no digit is lost: integers of 16 or more digits become
 * text. Only a text that seems to hold one pays for the slower parser; ids that are
 * text already don't.
 * Throws SyntaxError on bad JSON.
 */
export function parseLossless(text: string): Json {
  if (!LONG_DIGITS.test(text)) return JSON.parse(text) as Json;
  return parse(text, undefined, toNumberOrText) as Json;
}

function toNumberOrText(digits: string): number | string {
  return digits.length > EXACT_DIGITS_MAX && LONG_INTEGER.test(digits)
    ? digits
    : Number(digits);
}
