import { z } from "zod";
import { restyle } from "../mapping/words";
import { defaultMapping } from "../sync/actions/fitting";
import type { SyncDefinition } from "../sync/definition";
import {
  TraitDefinitionSchema,
  type TraitDefinition,
} from "../traits/definition";
import { defineTemplate } from "./template";

const FEATURES_MAX = 20;
const NAME_CHARACTERS_MAX = 60;
/** Not part of a trait's name. */
const NO_NAME_CHARACTER = /[^a-z0-9_]+/g;

const Answers = z.strictObject({
  features: z.array(z.string().min(1)).max(FEATURES_MAX).default([]),
});
type Answers = z.infer<typeof Answers>;

/** Who people are, and how they use the product, as traits in Segment. */
export const heapTraitsToSegmentIdentify = defineTemplate({
  slug: "heap-traits-to-segment-identify",
  title: "Heap User Traits → Segment Identify",
  description:
    "Keep profiles in Segment true to Heap: each user’s properties, how many sessions, when last active, and which features were taken up.",
  category: "Profiles",
  connections: ["heap", "segment"],
  choice: "features",
  questions: [
    {
      name: "features",
      label: "Features",
      help: "Events that show a feature in use: each becomes a trait that says whether somebody took it up.",
    },
  ],
  answers: Answers,
  traits: traitsOf,
  build: ({ heap, segment, answers }): SyncDefinition => ({
    name: "Heap user traits to Segment",
    source: { connection: heap.id, stream: "users", where: null },
    trigger: { kind: "schedule", cron: "*/15 * * * *" },
    startFrom: "now",
    destination: { connection: segment.id, action: "segment.identify" },
    mapping: {
      ...defaultMapping(
        ...(["users", "segment.identify"] as const),
        String(heap.settings.appId),
      ),
      ...Object.fromEntries(
        traitsOf(answers).map(({ name }) => [
          `traits.${name}`,
          { path: `traits.${name}` },
        ]),
      ),
    },
    delivery: { maxAttempts: 8, order: "person" },
  }),
});

function traitsOf({ features }: Answers): TraitDefinition[] {
  // Two events of nearly one name are one feature.
  const named = new Map<string, string[]>();
  for (const feature of features) {
    const name = adoptedName(feature);
    named.set(name, [...(named.get(name) ?? []), feature]);
  }
  return [
    { kind: "sessions", name: "session_count" },
    { kind: "lastActiveDate", name: "last_active_date" },
    ...[...named].map(([name, event]) => ({ kind: "adopted", name, event })),
  ].map((trait) => TraitDefinitionSchema.parse(trait));
}

/** `Report - Created` is told by `adopted_report_created`. */
function adoptedName(event: string): string {
  const words = restyle(event, "snake_case").replace(NO_NAME_CHARACTER, "_");
  return `adopted_${words}`.slice(0, NAME_CHARACTERS_MAX);
}
