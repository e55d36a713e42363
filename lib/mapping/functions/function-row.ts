import type { Json } from "../../shared/json";
import { FAILED, type Failed } from "../failed";
import type { ValueType } from "../value-type";
import type { Reader } from "./reader";

export const FUNCTION_GROUPS = {
  text: "Text",
  cast: "Convert",
  number: "Numbers",
  time: "Dates and times",
  privacy: "Privacy",
  structure: "Lists and objects",
  lookup: "Lookup",
} as const;
type FunctionGroup = keyof typeof FUNCTION_GROUPS;

/** Beyond the value itself: given as a further argument, or as the option of its name. */
export type Parameter<T = unknown> = {
  name: string;
  label: string;
  reader: Reader<T>;
  /** Without one it must be given. */
  otherwise?: T & Json;
  isOptional?: boolean;
};

type Example = {
  args: Json[];
  options?: { [name: string]: Json };
  /** What it gives; left out where the example shows a failure. */
  result?: Json;
};

export type Run = (value: Json) => Json | undefined | Failed;

/** One function of the language: editor, check, documents and engine read this row. */
export type FunctionRow = {
  label: string;
  group: FunctionGroup;
  doc: string;
  takes: Reader<unknown>;
  parameters: readonly Parameter[];
  /** Reads what is left of the arguments, any number of them. */
  rest?: Reader<unknown>;
  /** Whether it also answers for a value that is missing or null; else that passes through. */
  answersNothing?: boolean;
  /** The types that it gives, from those of all its arguments. */
  result: (args: readonly ValueType[]) => ValueType;
  /** What a failure says that it wanted, of the value that it got. */
  expects: (value: Json) => string;
  /** Makes the function of its parameters, which are read already. */
  bind: (parameters: readonly unknown[]) => Run;
  examples: readonly Example[];
};

type ReadOf<P extends readonly Parameter[]> = {
  [I in keyof P]: P[I] extends Parameter<infer T> ? T : never;
};

type Definition<V, P extends readonly Parameter[]> = {
  label: string;
  group: FunctionGroup;
  doc: string;
  takes: Reader<V>;
  parameters?: P;
  result: ValueType | ((args: readonly ValueType[]) => ValueType);
  expects?: (value: Json) => string;
  run: (value: V, ...parameters: ReadOf<P>) => Json | undefined | Failed;
  examples: readonly Example[];
};

/** Names a parameter. `otherwise` is what it is when nobody gives it. */
export function parameter<T>(
  name: string,
  label: string,
  reader: Reader<T>,
  otherwise?: T & Json,
): Parameter<T> {
  return {
    name,
    label,
    reader,
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

/** A row of a function whose value and parameters are read before it runs. */
export function defineFunction<V, const P extends readonly Parameter[] = []>(
  definition: Definition<V, P>,
): FunctionRow {
  const { takes, result, expects, run, parameters, ...row } = definition;
  return {
    ...row,
    takes,
    parameters: parameters ?? [],
    result: typeof result === "function" ? result : () => result,
    expects: expects ?? (() => takes.expects),
    bind: (read) => {
      // The caller read them by the same rows, so they are of these types.
      const bound = read as unknown as ReadOf<P>;
      const apply =
        bound.length === 0
          ? (run as unknown as (value: V) => ReturnType<typeof run>)
          : (value: V) => run(value, ...bound);
      return (value) => {
        const own = takes.read(value);
        return own === FAILED ? FAILED : apply(own);
      };
    },
  };
}
