import { randomBytes } from "node:crypto";
import { base62 } from "./shared/base62";

const RANDOM_BYTES = 10;
const RANDOM_CHARACTERS = 14;
const TIME_CHARACTERS = 8;

export type IdPrefix =
  | "usr"
  | "wsp"
  | "key"
  | "con"
  | "syn"
  | "run"
  | "dl"
  | "trp"
  | "alr"
  | "alt"
  | "mut"
  | "chn"
  | "ntf"
  | "trt";

/** An id such as `run_0Vx…`: base62, in order of time, unguessable. */
export function newId(prefix: IdPrefix): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(Date.now()));
  return `${prefix}_${digits(time, TIME_CHARACTERS)}${digits(randomBytes(RANDOM_BYTES), RANDOM_CHARACTERS)}`;
}

/** A secret of 192 bits, safe in a URL. */
export function newSecret(): string {
  return digits(randomBytes(24), 33);
}

const digits = (bytes: Buffer, length: number) =>
  base62(bytes.toString("latin1"), length);
