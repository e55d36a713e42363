import type { z } from "zod";
import type { SyncDefinition } from "../sync/definition";
import type { TraitDefinition } from "../traits/definition";

export type TemplateConnection = {
  id: string;
  name: string;
  settings: Record<string, unknown>;
};

type Ends = { heap: TemplateConnection; segment: TemplateConnection };

/** What people see of a template. */
export type TemplateView = {
  slug: string;
  title: string;
  description: string;
  category:
    "Events" | "Profiles" | "Audiences" | "Signals" | "Identity" | "Warehouse";
  /** The kinds of connection it needs, in the order of the flow. */
  connections: readonly ["heap", "segment"];
  /** What is chosen between the connections and the review: events by name, tables of Heap Connect, or events that show a feature. */
  choice: "events" | "tables" | "features";
  questions: readonly { name: string; label: string; help: string }[];
};

/** A template is data: what it asks, and the definition that the answers give. */
export type Template = TemplateView & {
  checkAnswers: (answers: unknown) => z.ZodSafeParseResult<unknown>;
  /** What has to be computed of people's events for it. Throws like `build`. */
  traits: (answers: unknown) => TraitDefinition[];
  /** Throws a ZodError when the answers are none of its own. */
  build: (input: Ends & { answers: unknown }) => SyncDefinition;
};

/** A template whose answers are of this type. */
export function defineTemplate<Answers>({
  answers: schema,
  traits,
  build,
  ...view
}: TemplateView & {
  answers: z.ZodType<Answers>;
  traits?: (answers: Answers) => TraitDefinition[];
  build: (input: Ends & { answers: Answers }) => SyncDefinition;
}): Template {
  return {
    ...view,
    checkAnswers: (answers) => schema.safeParse(answers),
    traits: (answers) => traits?.(schema.parse(answers)) ?? [],
    build: ({ answers, ...ends }) =>
      build({ ...ends, answers: schema.parse(answers) }),
  };
}
