import { describe, expect, it } from "vitest";
import { dumpOfKey, parseManifest } from "./manifest";

const manifest = (files: string[]) =>
  JSON.stringify({
    ...{ dump_id: 852, property_definitions: "anything" },
    tables: [{ name: "users", columns: ["user_id"], files, incremental: true }],
  });

const named = (...names: string[]) =>
  JSON.stringify({
    dump_id: 852,
    tables: names.map((name) => ({ name, files: [], incremental: true })),
  });

describe("a manifest of Heap Connect", () => {
  it("is known by its key, whatever comes before it", () => {
    expect(dumpOfKey("manifests/sync_852.json")).toBe(852);
    expect(dumpOfKey("acme/heap/manifests/sync_1008461850.json")).toBe(
      1_008_461_850,
    );
    for (const key of [
      ...["manifests/sync_.json", "manifests/sync_8.json.tmp"],
      ...["imported_manifests/sync_8.json", "manifests/readme.txt"],
    ])
      expect(dumpOfKey(key)).toBeNull();
  });

  it("gives the files of each table by the number of their part", () => {
    const part = (number: number) =>
      `sync_852/users/part-${String(number).padStart(5, "0")}-x-c000.avro`;
    const files = [10_000, 9, 100_000].map(
      (number) => `s3://heap-rs3-acme/${part(number)}`,
    );
    const { dumpId, tables } = parseManifest(manifest(files), "heap-rs3-acme");
    expect(dumpId).toBe(852);
    expect(tables).toEqual([
      {
        ...{ name: "users", incremental: true },
        keys: [part(9), part(10_000), part(100_000)],
      },
    ]);
  });

  it.each([
    ["half of it", manifest([]).slice(0, 50), "no whole JSON"],
    ["one without tables", '{"dump_id": 1}', "tables"],
    [
      "files of another bucket",
      manifest(["s3://other/sync_852/users/part-00000.avro"]),
      "outside of the bucket",
    ],
    [
      "a way out of the bucket",
      manifest(["s3://heap-rs3-acme/a/../../other/part-00000.avro"]),
      "outside of the bucket",
    ],
    ["a file without a name", manifest(["s3://heap-rs3-acme/"]), "can't hold"],
    ["a NUL", manifest(["s3://heap-rs3-acme/a\0"]), "can't hold"],
    [
      "a name that is too long",
      manifest([`s3://heap-rs3-acme/${"x".repeat(1_100)}`]),
      "can't hold",
    ],
    ["a table named by NUL", named("a\0"), "tables.0.name"],
    ["a table named by half a character", named("a\ud800"), "tables.0.name"],
    ["a table twice", named("a", "a"), "each table once"],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseManifest(text, "heap-rs3-acme")).toThrow(message);
  });
});
