/** Bytes that come in pieces and are taken in others. */
export class ByteQueue {
  private pieces: Buffer[] = [];
  private held = 0;
  /** How many bytes were taken so far. */
  taken = 0;

  constructor(private readonly source: AsyncIterator<Uint8Array>) {}

  /** Waits for so many bytes; false when the source ends before. */
  async fill(bytes: number): Promise<boolean> {
    while (this.held < bytes) {
      const next = await this.source.next();
      if (next.done === true) return false;
      this.pieces.push(Buffer.from(next.value));
      this.held += next.value.length;
    }
    return true;
  }

  /** Lets the source go, read to its end or not. */
  async end(): Promise<void> {
    await this.source.return?.();
  }

  /** Takes so many bytes that were waited for. */
  take(bytes: number): Buffer {
    if (bytes > this.held) throw new RangeError("There are not so many bytes");
    const [first] = this.pieces;
    if (this.pieces.length !== 1 || first === undefined)
      this.pieces = [Buffer.concat(this.pieces)];
    const all = this.pieces[0] ?? Buffer.alloc(0);
    this.pieces = bytes === all.length ? [] : [all.subarray(bytes)];
    this.held -= bytes;
    this.taken += bytes;
    return all.subarray(0, bytes);
  }
}
