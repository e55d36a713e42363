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
  return [
    { kind: "sessions", name: "session_count" },
    { kind: "lastActiveDate", name: "last_active_date" },
    ...adoptionsOf(features).map((adoption) => ({
      kind: "adopted",
      ...adoption,
    })),
  ].map((trait) => TraitDefinitionSchema.parse(trait));
}

type Adoption = { name: string; event: string[] };

/** Events of the same words are one feature; others never share a trait, even where they would share its name. */
function adoptionsOf(features: readonly string[]): Adoption[] {
  const byWords = new Map<string, string[]>();
  for (const feature of features) {
    const words = restyle(feature, "snake_case");
    byWords.set(words, [...(byWords.get(words) ?? []), feature]);
  }
  const taken = new Set<string>();
  return [...byWords].map(([words, event]) => {
    const name = freeName(words, taken);
    taken.add(name);
    return { name, event };
  });
}

/** `Report - Created` is told by `adopted_report_created`; a second one that comes to the same is numbered. */
function freeName(words: string, taken: ReadonlySet<string>): string {
  const full = `adopted_${words.replace(NO_NAME_CHARACTER, "_")}`;
  const nameOf = (ending: string) =>
    full.slice(0, NAME_CHARACTERS_MAX - ending.length) + ending;
  if (!taken.has(nameOf(""))) return nameOf("");
  let number = 2;
  while (taken.has(nameOf(`_${number}`))) number += 1;
  return nameOf(`_${number}`);
}
