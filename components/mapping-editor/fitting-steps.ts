import { FUNCTION_GROUPS } from "@/lib/mapping/functions/function-row";
import { FUNCTION_NAMES, FUNCTIONS } from "@/lib/mapping/functions/table";
import { asTextual, type ValueType } from "@/lib/mapping/value-type";

export type StepGroup = {
  title: string;
  steps: { fn: string; label: string; doc: string }[];
};

/** The functions that take a value of this type, by group; groups without any are left out. */
export function fittingSteps(type: ValueType): StepGroup[] {
  const fitting = FUNCTION_NAMES.filter(
    (name) => (asTextual(type) & FUNCTIONS[name].takes.accepts) !== 0,
  );
  return Object.entries(FUNCTION_GROUPS)
    .map(([group, title]) => ({
      title,
      steps: fitting
        .filter((name) => FUNCTIONS[name].group === group)
        .map((name) => ({
          fn: name,
          label: FUNCTIONS[name].label,
          doc: FUNCTIONS[name].doc,
        })),
    }))
    .filter(({ steps }) => steps.length > 0);
}
