import type { RunDto } from "@/lib/services/run/schemas";

const WORDS: Record<string, string> = {
  ...{ replay: "replay", schedule: "schedule", manual: "asked for" },
};

/** Why a run began, where it was not for what arrived. */
export const causeWord = ({ trigger }: Pick<RunDto, "trigger">) =>
  WORDS[trigger] ?? null;
