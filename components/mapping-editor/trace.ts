import { checkMapping } from "@/lib/mapping/check-mapping";
import { compileMapping } from "@/lib/mapping/compile-mapping";
import { shownValue } from "@/lib/mapping/convert-text";
import type { JsonObject } from "@/lib/shared/json";
import { toExpression, type Chain } from "./chain";

/** What a value is after a step: as text, or why there is none. */
export type Traced = { text: string; isProblem: boolean };

/** The value of a chain for one record, after its base and after each of its steps. */
export function traceChain(chain: Chain, record: JsonObject): Traced[] {
  return Array.from({ length: chain.steps.length + 1 }, (_, count) => {
    const expression = toExpression({
      base: chain.base,
      steps: chain.steps
        .slice(0, count)
        .map((step) => ({ ...step, options: withoutOnError(step.options) })),
    });
    const mapping = { out: expression };
    const [error] = checkMapping(mapping).filter(
      ({ severity }) => severity === "error",
    );
    if (error !== undefined) return { text: error.message, isProblem: true };
    const { payload, problems } = compileMapping(mapping)(record);
    const [problem] = problems;
    return problem === undefined
      ? { text: shownValue(payload.out), isProblem: false }
      : { text: problem.message, isProblem: true };
  });
}

/** The failure is what is to be seen, not what is done about it. */
function withoutOnError({
  onError: _,
  ...options
}: Chain["steps"][number]["options"]) {
  return options;
}
