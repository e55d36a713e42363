import avro from "avsc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODECS, type Codec } from "./avro-block";
import { ConnectDataError } from "./connect-error";
import { readAvro, type OpenFile } from "./read-avro";
import type { Row } from "./row";
import { block, header, long, SYNC } from "./testing/write-avro";

const SCHEMA = {
  ...{ type: "record", name: "sign_up" },
  fields: [
    { name: "event_id", type: "long" },
    { name: "plan", type: ["null", "string"] },
    { name: "amount", type: ["null", "double", "float"] },
    { name: "time", type: { type: "long", logicalType: "timestamp-micros" } },
  ],
};

const NARROW = {
  ...{ type: "record", name: "narrow" },
  fields: [
    { name: "a", type: "boolean" },
    { name: "b", type: "null" },
  ],
};

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
  compare: () => 0,
});
const type = avro.Type.forSchema(SCHEMA as avro.Schema, {
  registry: { long: bigLong },
});

type Given = { id: bigint; plan: string | null; amount: number | null };

const encode = ({ id, plan, amount }: Given) =>
  type.toBuffer({
    ...{ event_id: id, plan, time: 1_700_000_000_000_000 },
    amount: amount === null ? null : { double: amount },
  });

const expected = ({ id, plan, amount }: Given): Row => ({
  event_id: id < 10n ** 15n && id > -(10n ** 15n) ? Number(id) : String(id),
  ...{ plan, amount, time: "1700000000000000" },
});

function fileOf(codec: Codec, blocks: readonly (readonly Given[])[]): Buffer {
  const written = blocks.map((rows) =>
    block(codec, rows.length, Buffer.concat(rows.map(encode))),
  );
  return Buffer.concat([header(SCHEMA, codec), ...written]);
}

/** Gives the file in pieces of this size. */
const openIn =
  (file: Buffer, size: number): OpenFile =>
  (from) => {
    function* pieces() {
      for (let at = from; at < file.length; at += size)
        yield file.subarray(at, at + size);
    }
    return Promise.resolve(asyncOf(pieces()));
  };

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

async function readAll(open: OpenFile, offset = 0) {
  const rows: Row[] = [];
  const offsets: number[] = [];
  for await (const read of readAvro(open, offset)) {
    rows.push(...read.rows);
    offsets.push(read.offset);
  }
  return { rows, offsets };
}

const given = fc.record({
  id: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  plan: fc.option(fc.string()),
  amount: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
});
const blocks = fc.array(fc.array(given, { minLength: 1, maxLength: 8 }), {
  maxLength: 5,
});

describe("reading an Avro file", () => {
  it.each(CODECS)(
    "gives every row of a file in %s as it was written, however its bytes come, and goes on behind any block",
    async (codec) => {
      const sizes = fc.integer({ min: 1, max: 200 });
      await fc.assert(
        fc.asyncProperty(blocks, sizes, async (all, size) => {
          const open = openIn(fileOf(codec, all), size);
          const { rows, offsets } = await readAll(open);
          expect(rows).toEqual(all.flat().map(expected));
          for (const [index, offset] of offsets.entries()) {
            const rest = await readAll(open, offset);
            expect(rest.rows).toEqual(
              all
                .slice(index + 1)
                .flat()
                .map(expected),
            );
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  const one: Given = { id: 1n, plan: "Pro", amount: 2 };
  const readBuffer = (file: Buffer) => readAll(openIn(file, 64));

  it.each(CODECS)("says of a file in %s that it is cut", async (codec) => {
    const file = fileOf(codec, [[one], [one]]);
    for (let length = 0; length < file.length; length += 1) {
      const read = readBuffer(file.subarray(0, length));
      const isAtBoundary =
        length === header(SCHEMA, codec).length ||
        length === fileOf(codec, [[one]]).length;
      if (isAtBoundary) await read;
      else await expect(read).rejects.toThrow(ConnectDataError);
    }
  });

  it("goes on behind the last block of a file, and of none that was exchanged", async () => {
    const file = fileOf("snappy", [[one], [one]]);
    const open: OpenFile = (from) =>
      from < file.length
        ? openIn(file, 64)(from)
        : Promise.reject(new ConnectDataError("shorter"));
    expect((await readAll(open, file.length)).rows).toEqual([]);
    const other = fileOf("snappy", [[one, one, one], [one]]);
    await expect(readAll(openIn(other, 64), file.length - 30)).rejects.toThrow(
      "does not end where it should",
    );
  });

  it("gives the good blocks before a broken one", async () => {
    const good = fileOf("snappy", [[one], [one]]);
    const broken = Buffer.from(block("snappy", 1, encode(one)));
    broken[4] = (broken[4] ?? 0) ^ 0xff;
    const seen: Row[] = [];
    const read = async () => {
      const open = openIn(Buffer.concat([good, broken]), 64);
      for await (const { rows } of readAvro(open, 0)) seen.push(...rows);
    };
    await expect(read()).rejects.toThrow();
    expect(seen).toEqual([expected(one), expected(one)]);
  });

  it.each(["deflate", "snappy"] as const)(
    "does not unpack a block in %s that expands without end",
    async (codec) => {
      const zeros = Buffer.alloc(80 * 1024 * 1024);
      const bomb = Buffer.concat([
        header(SCHEMA, codec),
        block(codec, 1, zeros),
      ]);
      await expect(readBuffer(bomb)).rejects.toThrow("32 MiB");
    },
  );

  it("does not believe a Snappy block that hides its size", async () => {
    const lie = Buffer.concat([
      long(1),
      long(10),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0]),
      SYNC,
    ]);
    await expect(
      readBuffer(Buffer.concat([header(SCHEMA, "snappy"), lie])),
    ).rejects.toThrow("32 MiB");
  });

  it.each([
    ["another codec", header(SCHEMA, "zstandard"), "codec"],
    ["no Avro at all", Buffer.from("<html>no</html>"), "no Avro"],
    [
      "a column that could expand without end",
      header(
        {
          ...{ type: "record", name: "r" },
          fields: [{ name: "a", type: { type: "array", items: "null" } }],
        },
        "null",
      ),
      "plain columns",
    ],
    [
      "rows that take no byte",
      header(
        { type: "record", name: "r", fields: [{ name: "a", type: "null" }] },
        "null",
      ),
      "hold anything",
    ],
    [
      "a block of a terabyte",
      Buffer.concat([header(SCHEMA, "null"), long(1), long(2 ** 40)]),
      "16 MiB",
    ],
    [
      "more rows than bytes",
      Buffer.concat([
        header(SCHEMA, "null"),
        block("null", 2 ** 40, encode(one)),
      ]),
      "more rows",
    ],
    [
      "rows that grow in memory",
      Buffer.concat([
        header(NARROW, "snappy"),
        block("snappy", 8_000_000, Buffer.alloc(8_000_000)),
      ]),
      "values",
    ],
  ])("refuses %s", async (_, file, message) => {
    await expect(readBuffer(file)).rejects.toThrow(message);
  });
});
