type Waiting<T, R> = {
  items: readonly T[];
  resolve: (results: R[]) => void;
  reject: (error: unknown) => void;
};

type Batch<T, R> = {
  waiting: Waiting<T, R>[];
  count: number;
  /** Waited long enough for company. */
  isDue: boolean;
  timer: NodeJS.Timeout;
};

export type GatherOptions<T, R> = {
  /** Answers one result for each item, in their order. */
  write: (items: T[]) => Promise<R[]>;
  /** Whoever comes within this time is written together. */
  gatherMs: number;
  /** So many items are written at once; what one caller brings stays together. */
  itemsMax: number;
  /** So many writes at once; meanwhile the others gather on. */
  writesMax: number;
};

/**
 * Gathers what many callers bring into few writes, in the order in which they
 * came. A caller's promise settles with its own results after the write that
 * it is part of, and fails when that one does.
 */
export function createGatherer<T, R>(options: GatherOptions<T, R>) {
  const batches: Batch<T, R>[] = [];
  let writes = 0;

  const open = (): Batch<T, R> => {
    const batch: Batch<T, R> = {
      ...{ waiting: [], count: 0, isDue: false },
      timer: setTimeout(() => {
        batch.isDue = true;
        pump();
      }, options.gatherMs),
    };
    batches.push(batch);
    return batch;
  };

  const isReady = ({ isDue, count }: Batch<T, R>) =>
    isDue || count >= options.itemsMax;

  const pump = (): void => {
    for (let [batch] = batches; batch && isReady(batch); [batch] = batches) {
      if (writes >= options.writesMax) return;
      batches.shift();
      clearTimeout(batch.timer);
      writes += 1;
      void settle(batch, options.write).finally(() => {
        writes -= 1;
        pump();
      });
    }
  };

  return {
    add: (items: readonly T[]) =>
      new Promise<R[]>((resolve, reject) => {
        const last = batches.at(-1);
        const batch =
          last === undefined || last.count >= options.itemsMax ? open() : last;
        batch.waiting.push({ items, resolve, reject });
        batch.count += items.length;
        if (isReady(batch)) pump();
      }),
    isIdle: () => writes === 0 && batches.length === 0,
  };
}

async function settle<T, R>(
  { waiting }: Batch<T, R>,
  write: GatherOptions<T, R>["write"],
): Promise<void> {
  try {
    const results = await write(waiting.flatMap(({ items }) => items));
    let at = 0;
    for (const { items, resolve } of waiting) {
      resolve(results.slice(at, at + items.length));
      at += items.length;
    }
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}
