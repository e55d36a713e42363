/** Silence for a while; what is muted is kept and shown all the same. */
export type Mute = {
  target: "all" | "rule" | "sync" | "alert";
  /** The rule's or sync's id, or the alert's key; null for all. */
  targetId: string | null;
  /** null: until the alert has recovered. */
  until: Date | null;
};

type Muted = { key: string; ruleId: string; syncIds: readonly string[] };

/** The mutes that silence an alert now. */
export function mutesOf<M extends Mute>(
  mutes: readonly M[],
  alert: Muted,
  now: Date,
): M[] {
  const active = mutes.filter(({ until }) => until === null || until > now);
  const mutedSyncs = new Set(
    active
      .filter(({ target }) => target === "sync")
      .map(({ targetId }) => targetId),
  );
  return active.filter((mute) => silences(mute, alert, mutedSyncs));
}

/** A sync's mute silences only what concerns muted syncs alone. */
function silences(
  { target, targetId }: Mute,
  { key, ruleId, syncIds }: Muted,
  mutedSyncs: ReadonlySet<string | null>,
): boolean {
  switch (target) {
    case "all":
      return true;
    case "rule":
      return targetId === ruleId;
    case "alert":
      return targetId === key;
    case "sync":
      return (
        syncIds.some((id) => id === targetId) &&
        syncIds.every((id) => mutedSyncs.has(id))
      );
  }
}
