import { z } from "zod";
import { placeAfter } from "./key-order";
import { encodePart } from "./request-parts";
import { S3Error } from "./s3-error";
import type { StoredObject } from "./stored-object";
import { element, XML_HEAD } from "./xml";

/** S3 never answers more in one page, whatever is asked for. */
const KEYS_MAX = 1_000;

const Token = z.object({
  after: z.string(),
  /** Whether `after` is a common prefix: all keys below it are done. */
  isPrefix: z.boolean(),
});
type Token = z.infer<typeof Token>;

/** The query of ListObjectsV2. */
export type ListQuery = {
  prefix: string;
  delimiter: string;
  maxKeys: number;
  startAfter: string;
  token: string | null;
  encodesKeys: boolean;
};

type Page = {
  objects: StoredObject[];
  prefixes: string[];
  /** Where the next page begins; null: this is the last one. */
  next: Token | null;
};

/** Throws InvalidArgument where S3 would. */
export function readListQuery(query: ReadonlyMap<string, string>): ListQuery {
  const maxKeys = query.get("max-keys") ?? String(KEYS_MAX);
  if (!/^\d{1,10}$/.test(maxKeys)) throw invalid("max-keys");
  const encoding = query.get("encoding-type");
  if (encoding !== undefined && encoding !== "url") {
    throw invalid("encoding-type");
  }
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    maxKeys: Math.min(Number(maxKeys), KEYS_MAX),
    startAfter: query.get("start-after") ?? "",
    token: query.get("continuation-token") ?? null,
    encodesKeys: encoding === "url",
  };
}

/** One page of a bucket, as ListObjectsV2 answers it. */
export function listObjects(
  bucket: string,
  sorted: readonly StoredObject[],
  query: ListQuery,
): string {
  const page = findPage(sorted, query);
  const encode = (key: string) =>
    query.encodesKeys ? encodePart(key).replaceAll("%2F", "/") : key;
  const count = page.objects.length + page.prefixes.length;
  return [
    XML_HEAD,
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    element("Name", bucket),
    element("Prefix", encode(query.prefix)),
    query.delimiter === "" ? "" : element("Delimiter", encode(query.delimiter)),
    query.startAfter === ""
      ? ""
      : element("StartAfter", encode(query.startAfter)),
    query.encodesKeys ? element("EncodingType", "url") : "",
    element("KeyCount", count),
    element("MaxKeys", query.maxKeys),
    element("IsTruncated", page.next !== null),
    query.token === null ? "" : element("ContinuationToken", query.token),
    page.next === null
      ? ""
      : element("NextContinuationToken", writeToken(page.next)),
    ...page.objects.map((object) => describeObject(object, encode)),
    ...page.prefixes.map(
      (prefix) =>
        `<CommonPrefixes>${element("Prefix", encode(prefix))}</CommonPrefixes>`,
    ),
    "</ListBucketResult>",
  ].join("");
}

function describeObject(
  { key, size, etag, modifiedAt }: StoredObject,
  encode: (key: string) => string,
): string {
  return [
    "<Contents>",
    element("Key", encode(key)),
    element("LastModified", new Date(modifiedAt).toISOString()),
    element("ETag", `"${etag}"`),
    element("Size", size),
    element("StorageClass", "STANDARD"),
    "</Contents>",
  ].join("");
}

function findPage(sorted: readonly StoredObject[], query: ListQuery): Page {
  const from = readStart(query);
  const page: Page = { objects: [], prefixes: [], next: null };
  let last: Token | null = null;
  for (
    let at = startPlace(sorted, from, query.prefix);
    at < sorted.length;
    at += 1
  ) {
    const object = sorted[at];
    if (!object?.key.startsWith(query.prefix)) break;
    const common = commonPrefix(object.key, query);
    if (common !== null && isDone(common, last ?? from)) continue;
    if (page.objects.length + page.prefixes.length === query.maxKeys) {
      // With max-keys 0 S3 answers an empty page and says that it is the last.
      return { ...page, next: last };
    }
    if (common === null) page.objects.push(object);
    else page.prefixes.push(common);
    last = { after: common ?? object.key, isPrefix: common !== null };
  }
  return page;
}

/** Where the keys with the prefix begin, or later where a page goes on. */
function startPlace(
  sorted: readonly StoredObject[],
  from: Token | null,
  prefix: string,
): number {
  const first = placeAfter(sorted, prefix);
  const start = sorted[first - 1]?.key === prefix ? first - 1 : first;
  return from === null
    ? start
    : Math.max(start, placeAfter(sorted, from.after));
}

function isDone(common: string, last: Token | null): boolean {
  return last?.isPrefix === true && last.after === common;
}

function commonPrefix(key: string, { prefix, delimiter }: ListQuery) {
  if (delimiter === "") return null;
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? null : key.slice(0, end + delimiter.length);
}

/** A token beats `start-after`, as at S3. */
function readStart({ token, startAfter }: ListQuery): Token | null {
  if (token !== null) return readToken(token);
  return startAfter === "" ? null : { after: startAfter, isPrefix: false };
}

function readToken(text: string): Token {
  try {
    const json = Buffer.from(text, "base64url").toString("utf8");
    return Token.parse(JSON.parse(json));
  } catch {
    throw new S3Error(
      "InvalidArgument",
      "The continuation token provided is incorrect",
    );
  }
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

function invalid(name: string): S3Error {
  return new S3Error("InvalidArgument", `Invalid value for ${name}`);
}
