type Turn = { running: Promise<void>; next: Promise<void> | null };

/**
 * Runs `run` for a key so that many who ask at once share one run. Whoever asks
 * gets a run that begins after it asked: one that is under way already may have
 * looked before, so one more follows it, for all who ask meanwhile.
 */
export function createCoalescer(run: (key: string) => Promise<void>) {
  const turns = new Map<string, Turn>();

  const begin = (key: string): Promise<void> => {
    const turn: Turn = { running: run(key), next: null };
    turns.set(key, turn);
    const end = () => {
      if (turn.next === null && turns.get(key) === turn) turns.delete(key);
    };
    turn.running.then(end, end);
    return turn.running;
  };

  return (key: string): Promise<void> => {
    const turn = turns.get(key);
    if (turn === undefined) return begin(key);
    const again = () => begin(key);
    turn.next ??= turn.running.then(again, again);
    return turn.next;
  };
}
