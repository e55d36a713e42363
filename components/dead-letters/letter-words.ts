import type { Tone } from "@/components/ui/tag";
import type {
  DeadLetterDto,
  LETTER_OUTCOMES,
} from "@/lib/services/dead-letter/schemas";
import type { DeadLetterCode } from "@/lib/sync/ledger";

type LetterOutcome = (typeof LETTER_OUTCOMES)[number];

/** Who turned a record away, in a word and a colour. */
export const LETTER_OUTCOME_WORDS: Record<
  LetterOutcome,
  { word: string; tone: Tone }
> = {
  invalid: { word: "invalid", tone: "warn" },
  rejected: { word: "rejected", tone: "bad" },
  refused: { word: "refused on arrival", tone: "neutral" },
};

/** What the codes mean, for those who choose by them. */
export const CODE_WORDS: Record<DeadLetterCode, string> = {
  malformed: "Malformed",
  no_identity: "No identity",
  bad_type: "Wrong type",
  too_large: "Too large",
  mapping_failed: "Mapping failed",
  plan_violation: "Violates the tracking plan",
  rejected_by_destination: "Rejected by Segment",
  identity_budget: "Too much for one identity",
  cancelled: "Cancelled",
};

/** How a dead letter stands. */
export function letterState(letter: DeadLetterDto): {
  word: string;
  tone: Tone;
} {
  if (letter.resolution === "delivered")
    return { word: "delivered", tone: "ok" };
  if (letter.resolution === "filtered")
    return { word: "filtered", tone: "neutral" };
  if (letter.resolution === "superseded")
    return { word: "failed again", tone: "neutral" };
  if (letter.replayRunId !== null) return { word: "replaying", tone: "run" };
  return LETTER_OUTCOME_WORDS[letter.outcome];
}

/** Whether it can be chosen for a replay. */
export const canReplay = ({
  outcome,
  resolvedAt,
  replayRunId,
}: DeadLetterDto) =>
  outcome !== "refused" && resolvedAt === null && replayRunId === null;
