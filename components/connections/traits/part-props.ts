import type { TraitDraft } from "./trait-draft";

/** What each question of the builder works with. */
export type PartProps = {
  connectionId: string;
  draft: TraitDraft;
  /** What is wrong with a field of the definition, once somebody asked. */
  problemOf: (field: string) => string | undefined;
  onChange: (patch: Partial<TraitDraft>) => void;
};
