import avro from "avsc";
import { z } from "zod";
import { ConnectDataError } from "./connect-error";

const PRIMITIVES = [
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
] as const;
const COLUMNS_MAX = 5_000;

const Primitive = z.enum(PRIMITIVES);
/** `{"type": "long", "logicalType": "timestamp-micros"}` is a long. */
const Named = z.looseObject({ type: Primitive }).transform(({ type }) => type);
const Enumeration = z.looseObject({
  type: z.literal("enum"),
  name: z.string(),
  symbols: z.array(z.string()),
});
const Fixed = z.looseObject({
  type: z.literal("fixed"),
  name: z.string(),
  size: z.number().int().positive(),
});
const Column = z.union([Primitive, Named, Enumeration, Fixed]);

const RecordSchema = z.looseObject({
  type: z.literal("record"),
  name: z.string(),
  fields: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        type: z.union([Column, z.array(Column).min(1)]),
      }),
    )
    .min(1)
    .max(COLUMNS_MAX),
});

/** Heap's ids have 64 bits: no digit may be lost. */
const bigLong = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === "bigint",
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});

/**
 * The type of a table's rows. Heap Connect writes columns of plain types, or null;
 * others could expand without end. Throws ConnectDataError.
 */
export function rowType(schemaText: string): avro.Type {
  const parsed = RecordSchema.safeParse(parse(schemaText));
  if (!parsed.success) {
    const { path = [], message = "" } = parsed.error.issues[0] ?? {};
    throw new ConnectDataError(
      `its schema is none of a table with plain columns (${[...path, message].join(" ")})`,
    );
  }
  const { name, fields } = parsed.data;
  if (fields.every(({ type }) => isNothing(type)))
    throw new ConnectDataError("no column of it can hold anything");
  const plain = fields.map(({ name: column, type }) => ({
    name: column,
    type,
  }));
  return typeOf({ type: "record", name, fields: plain });
}

function typeOf(schema: avro.Schema): avro.Type {
  try {
    return avro.Type.forSchema(schema, {
      registry: { long: bigLong },
    });
  } catch (error) {
    throw new ConnectDataError("its schema can't be used", { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConnectDataError("its schema is no JSON", { cause: error });
  }
}

const isNothing = (type: unknown): boolean =>
  Array.isArray(type) ? type.every(isNothing) : type === "null";
