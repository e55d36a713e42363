/**
 * The same items in the same order; while one is worked on, the next one is made.
 * What making it throws comes when it is asked for. The source is let go at the
 * end, or when nobody asks any more.
 */
export async function* oneAhead<T>(
  source: AsyncGenerator<T>,
): AsyncGenerator<T> {
  let next = begin(source);
  try {
    for (;;) {
      const item = await next;
      if (item.done === true) return;
      next = begin(source);
      yield item.value;
    }
  } finally {
    await source.return(undefined);
  }
}

function begin<T>(source: AsyncGenerator<T>): Promise<IteratorResult<T>> {
  const next = source.next();
  // If it fails, it fails when it is waited for.
  next.catch(() => undefined);
  return next;
}
