import avro from "avsc";

/** Ids and numbers are 64 bits wide, everything else is text, as in Heap's own files. */
export type Column = { name: string; kind: "long" | "text" | "id" };

/** Left out is null; an `id` may not be. */
export type Row = Record<string, bigint | string | null | undefined>;

// As a number a long would lose its last digits beyond 2^53.
export const bigLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === "bigint",
  compare: (one: bigint, other: bigint) =>
    one === other ? 0 : one < other ? -1 : 1,
});

/** The schema of a table's files, in the words of whatever writes Heap's. */
export function avroSchema(columns: readonly Column[]) {
  return {
    type: "record" as const,
    name: "topLevelRecord",
    fields: columns.map(({ name, kind }) =>
      kind === "id"
        ? { name, type: "long" as const }
        : {
            name,
            type: [
              "null" as const,
              kind === "long" ? ("long" as const) : ("string" as const),
            ],
            default: null,
          },
    ),
  };
}

/** Reads and writes rows of these columns; longs are BigInts. */
export function avroType(columns: readonly Column[]): avro.Type {
  return avro.Type.forSchema(avroSchema(columns), {
    registry: { long: bigLong },
  });
}
