import type { z } from "zod";
import type { SyncDefinition } from "../sync/definition";

export type TemplateConnection = {
  id: string;
  name: string;
  settings: Record<string, unknown>;
};

/** A template is data: what it asks, and the definition that the answers give. */
export type Template<Answers> = {
  slug: string;
  title: string;
  description: string;
  category:
    "Events" | "Profiles" | "Audiences" | "Signals" | "Identity" | "Warehouse";
  /** The kinds of connection it needs, in the order of the flow. */
  connections: readonly ["heap", "segment"];
  questions: readonly { name: string; label: string; help: string }[];
  answers: z.ZodType<Answers>;
  build(input: {
    heap: TemplateConnection;
    segment: TemplateConnection;
    answers: Answers;
  }): SyncDefinition;
};
