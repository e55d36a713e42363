import type { ImportClaim } from "./import-state";

/** A part of what is to be read, such as a file or a table. */
type ConnectPiece = {
  /** Merges that are known are told before events are. */
  isOfEvents: boolean;
  /** Reads on in it, until its end or some time; answers how many rows were taken. */
  read(endsAtMs: number): Promise<number>;
};

/**
 * Where Heap Connect is: a bucket or a warehouse. What goes wrong with all of it
 * is thrown as ConnectorError; a part that can't be read is set aside.
 */
export type ConnectSource = {
  /** Of another one than before everything is read. */
  name: string;
  /** Finds out what there is to read. Answers whether it came to an end before `endsAtMs`. */
  look(claim: ImportClaim, endsAtMs: number): Promise<boolean>;
  /** What is to be read next, and how many parts are left. */
  next(
    claim: ImportClaim,
  ): Promise<{ piece: ConnectPiece | null; left: number }>;
  close(): Promise<void>;
};
