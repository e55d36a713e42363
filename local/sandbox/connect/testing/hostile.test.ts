import { describe, expect, it } from "vitest";
import { manifestKey } from "../manifest";
import {
  expandingFile,
  halfManifest,
  hugeRowFile,
  lyingSnappyFile,
  missingPartManifest,
  textFile,
  truncated,
  unknownCodecFile,
  wrongChecksumFile,
} from "./hostile";
import { readAvro } from "./read-avro";

const MEBIBYTE = 1024 * 1024;

describe("hostile files", () => {
  it("are otherwise such as can be read", async () => {
    expect(await readAvro(await textFile(["a", "b"]))).toEqual([
      { text: "a" },
      { text: "b" },
    ]);
  });

  it.each(["snappy", "deflate"] as const)(
    "unpack to far more than they are, with %s",
    async (codec) => {
      const file = expandingFile(codec, 8 * MEBIBYTE);
      expect(file.length).toBeLessThan((8 * MEBIBYTE) / 20);
      const [row] = await readAvro(file);
      expect(String(row?.text).length).toBe(8 * MEBIBYTE);
    },
  );

  it("lie about what they unpack to", async () => {
    const file = lyingSnappyFile(64 * MEBIBYTE);
    expect(file.length).toBeLessThan(500);
    await expect(readAvro(file)).rejects.toThrow();
  });

  it("hold a row of 20 MB", async () => {
    const [row] = await readAvro(await hugeRowFile(20_000_000));
    expect(String(row?.text).length).toBe(20_000_000);
  });

  it("fail by their checksum, by their codec, and by their end", async () => {
    await expect(readAvro(await wrongChecksumFile())).rejects.toThrow();
    await expect(readAvro(unknownCodecFile())).rejects.toThrow(/codec/);
    // Of a block that is not all there avsc says nothing: its rows are missing.
    const cut = truncated(await textFile(["a"]));
    expect(await readAvro(cut)).toEqual([]);
  });

  it("name what is not there, or end half-way", () => {
    const manifest = missingPartManifest(9, "heap-rs3-sandbox").toString();
    expect(manifest).toContain("s3://heap-rs3-sandbox/sync_9/users/part-00000");
    expect(() => {
      JSON.parse(halfManifest(9, []).toString());
    }).toThrow(SyntaxError);
  });
});

describe("ids of dumps", () => {
  it("come in another order as text", () => {
    const keys = [9, 10].map(manifestKey);
    expect(keys.toSorted()).toEqual(keys.toReversed());
  });
});
