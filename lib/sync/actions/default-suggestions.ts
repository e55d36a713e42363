import type { Expression } from "../../mapping/expression";
import { pathsOfExpression } from "../../mapping/paths-read";
import type { Suggestion } from "../../mapping/suggest";
import type { SyncDefinition } from "../definition";
import { STREAMS } from "../streams/registry";
import { defaultMapping } from "./fitting";
import { ACTIONS } from "./registry";

/**
 * What a sync of this stream and action begins with, field by field: above all
 * how Heap's ids become Segment's, which their names would get wrong.
 */
export function defaultSuggestions(
  { source, destination }: Pick<SyncDefinition, "source" | "destination">,
  appId: string,
): Suggestion[] {
  const { stream } = source;
  const { action } = destination;
  const usual = `the usual way from ${STREAMS[stream].many} to ${ACTIONS[action].title} calls`;
  return Object.entries(defaultMapping(stream, action, appId)).map(
    ([target, expression]) => ({
      ...{ target, expression, confidence: 1, alternatives: [] },
      from: pathsOfExpression(expression)[0] ?? "",
      reason: reasonOfId(target, expression) ?? usual,
    }),
  );
}

function reasonOfId(target: string, expression: Expression): string | null {
  if ("template" in expression)
    return "a Heap user_id is a cookie’s number, and never a userId";
  return target === "userId" &&
    "path" in expression &&
    expression.path === "identity"
    ? "a Heap identity is who it is in your own database"
    : null;
}
