import type { ReplayTarget } from "@/lib/queries/dead-letters";
import type { LetterGroupDto } from "@/lib/services/dead-letter/schemas";

/** What a replay was asked for: which, how many, and what is known of their reasons. */
export type Asked = {
  target: ReplayTarget;
  count: number;
  syncId: string;
  groups: LetterGroupDto[];
};
