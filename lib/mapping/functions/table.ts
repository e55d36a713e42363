import { castFunctions } from "./casts";
import type { FunctionRow } from "./function-row";
import { lookupFunctions } from "./lookup";
import { numberFunctions } from "./numbers";
import { privacyFunctions } from "./privacy";
import { structureFunctions } from "./structure";
import { textFunctions } from "./text";
import { timeFunctions } from "./times";

/** Every function of the mapping language, by the name that definitions use. */
export const FUNCTIONS = {
  ...castFunctions,
  ...textFunctions,
  ...numberFunctions,
  ...timeFunctions,
  ...privacyFunctions,
  ...structureFunctions,
  ...lookupFunctions,
} as const satisfies Record<string, FunctionRow>;

export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** The row of a name, or null: `constructor` is no function. */
export function findFunction(name: string): FunctionRow | null {
  return isFunctionName(name) ? FUNCTIONS[name] : null;
}

const isFunctionName = (name: string): name is FunctionName =>
  Object.hasOwn(FUNCTIONS, name);
