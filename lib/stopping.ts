// Next bundles the start of the server and its routes apart: what one tells the other is global.
const globalStore = globalThis as typeof globalThis & {
  sluiceIsStopping?: boolean;
};

/** Remembers a signal to stop. Next itself then takes no new requests and ends after the open ones. */
export function watchSignals(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => (globalStore.sluiceIsStopping = true));
}

/** Whether this process is to end: what is in hand is finished, nothing more begun. */
export function isStopping(): boolean {
  return globalStore.sluiceIsStopping === true;
}
