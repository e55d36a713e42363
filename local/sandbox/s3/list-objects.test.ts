import { describe, expect, it } from "vitest";
import { compareKeys } from "./key-order";
import { listObjects, readListQuery } from "./list-objects";

function list(keys: string[], query: Record<string, string> = {}) {
  const sorted = keys.toSorted(compareKeys).map((key) => ({
    ...{ key, size: 1, etag: "e", modifiedAt: 0, contentType: "text/plain" },
  }));
  const page = listObjects(
    "b",
    sorted,
    readListQuery(new Map(Object.entries(query))),
  );
  const all = (name: string) =>
    [...page.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(
      (found) => found[1],
    );
  const [query_, ...prefixes] = all("Prefix");
  return {
    ...{ page, prefix: query_, prefixes, keys: all("Key") },
    token: all("NextContinuationToken")[0],
    count: Number(all("KeyCount")[0]),
  };
}

/** Follows the tokens to the end. */
function listAll(keys: string[], query: Record<string, string>) {
  const found: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = list(keys, {
      ...query,
      ...(token !== undefined && { "continuation-token": token }),
    });
    found.push(...page.keys, ...page.prefixes);
    token = page.token;
  } while (token !== undefined);
  return found;
}

describe("a list of objects", () => {
  it("is in the order of UTF-8 bytes, not of UTF-16 units", () => {
    const keys = ["\u{1f600}", "\uffee", "b", "B", "a"];
    const byBytes = keys.toSorted((one, other) =>
      Buffer.compare(Buffer.from(one), Buffer.from(other)),
    );
    expect(list(keys).keys).toEqual(byBytes);
    expect(byBytes).not.toEqual(keys.toSorted());
  });

  it("comes in pages that miss nothing and repeat nothing", () => {
    const keys = Array.from({ length: 25 }, (_, index) => `k/${index}`);
    expect(listAll(keys, { "max-keys": "4" })).toEqual(
      keys.toSorted(compareKeys),
    );
    expect(list(keys, { "max-keys": "4" }).count).toBe(4);
  });

  it("never has more than a thousand keys in a page", () => {
    const keys = Array.from({ length: 1_200 }, (_, index) => `k${index}`);
    expect(list(keys, { "max-keys": "5000" }).keys).toHaveLength(1_000);
    expect(listAll(keys, {})).toHaveLength(1_200);
  });

  it("shows what is below a delimiter once, over pages too", () => {
    const keys = ["a/1", "a/2", "b", "c/1", "c/2", "c/3", "d"];
    const query = { delimiter: "/", "max-keys": "1" };
    expect(listAll(keys, query)).toEqual(["a/", "b", "c/", "d"]);
    const below = list(keys, { delimiter: "/", prefix: "c/" });
    expect([below.keys, below.prefixes]).toEqual([["c/1", "c/2", "c/3"], []]);
  });

  it("holds the key that is the prefix itself, and starts after a key that need not be there", () => {
    expect(list(["a", "ab", "b"], { prefix: "a" }).keys).toEqual(["a", "ab"]);
    expect(list(["a", "c"], { "start-after": "b" }).keys).toEqual(["c"]);
    expect(list(["a", "c"], { "start-after": "a" }).keys).toEqual(["c"]);
  });

  it("encodes keys that XML can't carry when it is asked to", () => {
    expect(list(["a b/\u0001&"], { "encoding-type": "url" }).keys).toEqual([
      "a%20b/%01%26",
    ]);
    expect(list(["a&b"]).keys).toEqual(["a&amp;b"]);
  });

  it.each([
    { "max-keys": "-1" },
    { "max-keys": "many" },
    { "encoding-type": "base64" },
    { "continuation-token": "nonsense" },
  ])("refuses %o", (query) => {
    expect(() => list(["a"], query)).toThrow(
      expect.objectContaining({ code: "InvalidArgument" }),
    );
  });
});
