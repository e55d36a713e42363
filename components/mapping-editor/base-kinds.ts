import type { Expression } from "@/lib/mapping/expression";

/** What a field can be made from, as it is offered. */
export const BASE_KINDS = {
  path: "A field",
  first: "The first of several fields",
  value: "A constant",
  template: "Text with fields",
  when: "A choice",
  pick: "Many fields of an object",
  other: "Something else (as JSON)",
} as const;
export type BaseKind = keyof typeof BASE_KINDS;

export function kindOfBase(base: Expression): BaseKind {
  if ("path" in base) return "path";
  if ("value" in base) return "value";
  if ("template" in base) return "template";
  if ("when" in base) return "when";
  if ("pick" in base) return "pick";
  if ("first" in base && base.first.every((one) => "path" in one))
    return "first";
  return "other";
}

/** Another kind of beginning that keeps what it can. */
export function convertBase(base: Expression | null, to: BaseKind): Expression {
  const path = base === null ? "" : firstPath(base);
  switch (to) {
    case "path":
      return { path };
    case "value":
      return { value: "" };
    case "template":
      return { template: path === "" ? "" : `{{${path}}}` };
    case "first":
      return { first: [{ path }] };
    case "pick":
      return { pick: path === "" ? "properties" : path };
    case "when":
    case "other": {
      const field = path === "" ? "event" : path;
      return { when: { path: field, op: "exists" }, then: { path: field } };
    }
  }
}

function firstPath(base: Expression): string {
  if ("path" in base) return base.path;
  if ("pick" in base) return base.pick;
  if ("then" in base) return firstPath(base.then);
  if ("first" in base)
    return base.first.map(firstPath).find((path) => path !== "") ?? "";
  return "";
}
