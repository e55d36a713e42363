import type { IncomingHttpHeaders } from "node:http";
import type { Access, Action } from "./access";
import { readRange } from "./byte-range";
import { listObjects, readListQuery } from "./list-objects";
import type { ObjectStore, OpenObject } from "./object-store";
import { headerOf } from "./request-parts";
import { emptyAnswer, xmlAnswer, type S3Answer } from "./s3-answer";
import { S3Error } from "./s3-error";
import type { StoredObject } from "./stored-object";
import { readUpload } from "./upload-body";
import { XML_HEAD } from "./xml";

const KEY_BYTES_MAX = 1_024;
const REGION = "us-east-1";

/** A request whose signature was found right. */
export type S3Call = {
  method: string;
  bucket: string;
  /** Empty: the call is about the bucket. */
  key: string;
  query: ReadonlyMap<string, string>;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Uint8Array>;
  access: Access;
};

/** Does what the call asks for. Throws S3Error for what S3 refuses. */
export async function perform(
  store: ObjectStore,
  call: S3Call,
): Promise<S3Answer> {
  if (call.key === "") return performOnBucket(store, call);
  if (Buffer.byteLength(call.key) > KEY_BYTES_MAX) {
    throw new S3Error("KeyTooLongError", "Your key is too long");
  }
  refuseOthers(call.query, isOfObject);
  requireBucket(store, call);
  switch (call.method) {
    case "GET":
      return getObject(store, call);
    case "HEAD":
      return headObject(store, call);
    case "PUT":
      return putObject(store, call);
    case "DELETE":
      allow(call, "DeleteObject");
      await store.remove(call.bucket, call.key);
      return emptyAnswer(204);
    default:
      throw notImplemented();
  }
}

async function performOnBucket(
  store: ObjectStore,
  call: S3Call,
): Promise<S3Answer> {
  const { method, bucket, query } = call;
  if (method === "PUT" && query.size === 0) return createBucket(store, call);
  requireBucket(store, call);
  if (method === "HEAD") {
    allow(call, "ListBucket");
    return emptyAnswer(200, { "x-amz-bucket-region": REGION });
  }
  if (method !== "GET") throw notImplemented();
  if (query.has("location")) {
    // An empty one means us-east-1.
    const body = `${XML_HEAD}<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>`;
    return xmlAnswer(200, body);
  }
  if (query.get("list-type") !== "2") throw notImplemented();
  allow(call, "ListBucket");
  const page = listObjects(bucket, store.list(bucket), readListQuery(query));
  return xmlAnswer(200, page);
}

async function createBucket(
  store: ObjectStore,
  { bucket, access }: S3Call,
): Promise<S3Answer> {
  if (access.denied.size > 0) throw denied();
  await store.addBucket(bucket).catch(() => {
    throw new S3Error(
      "InvalidBucketName",
      "The specified bucket is not valid.",
    );
  });
  return emptyAnswer(200, { location: `/${bucket}` });
}

async function getObject(store: ObjectStore, call: S3Call): Promise<S3Answer> {
  allow(call, "GetObject");
  const object = await store.open(call.bucket, call.key);
  if (object === null) throw missing(call);
  try {
    return answerObject(object, call.headers);
  } catch (error) {
    await object.close();
    throw error;
  }
}

function answerObject(
  object: OpenObject,
  headers: IncomingHttpHeaders,
): S3Answer {
  const { about } = object;
  checkMatch(headers, about);
  const range = readRange(headerOf(headers, "range"), about.size);
  const { start, end } = range ?? { start: 0, end: about.size - 1 };
  return {
    status: range === null ? 200 : 206,
    headers: {
      ...describe(about),
      "content-length": String(end - start + 1),
      ...(range && {
        "content-range": `bytes ${start}-${end}/${about.size}`,
      }),
    },
    body: { object, range: { start, end } },
  };
}

function headObject(store: ObjectStore, call: S3Call): S3Answer {
  allow(call, "GetObject");
  const object = store.find(call.bucket, call.key);
  if (object === null) throw missing(call);
  checkMatch(call.headers, object);
  const length = { "content-length": String(object.size) };
  return emptyAnswer(200, { ...describe(object), ...length });
}

async function putObject(store: ObjectStore, call: S3Call): Promise<S3Answer> {
  allow(call, "PutObject");
  // UploadPart and CopyObject come as PUT too.
  if (call.headers["x-amz-copy-source"] !== undefined) throw notImplemented();
  const object = await store.put(
    call.bucket,
    call.key,
    readUpload(call.headers, call.body),
    headerOf(call.headers, "content-type") ?? undefined,
  );
  return emptyAnswer(200, { etag: `"${object.etag}"` });
}

function describe(object: StoredObject): Record<string, string> {
  return {
    "accept-ranges": "bytes",
    "content-type": object.contentType,
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.modifiedAt).toUTCString(),
  };
}

function checkMatch(headers: IncomingHttpHeaders, object: StoredObject): void {
  const wanted = headers["if-match"];
  if (wanted === undefined || wanted === "*") return;
  if (wanted.replaceAll('"', "") === object.etag) return;
  throw new S3Error(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
  );
}

function requireBucket(store: ObjectStore, { bucket }: S3Call): void {
  if (store.hasBucket(bucket)) return;
  throw new S3Error("NoSuchBucket", "The specified bucket does not exist");
}

/** Parameters name sub-resources; what is not understood must not pass for the plain call. */
function refuseOthers(
  query: ReadonlyMap<string, string>,
  isKnown: (name: string) => boolean,
): void {
  if (![...query.keys()].every(isKnown)) throw notImplemented();
}

function isOfObject(name: string): boolean {
  return name === "x-id";
}

function allow({ access }: S3Call, action: Action): void {
  if (access.denied.has(action)) throw denied();
}

/** Who may not list is not told either that a key doesn't exist. */
function missing({ access }: S3Call): S3Error {
  return access.denied.has("ListBucket")
    ? denied()
    : new S3Error("NoSuchKey", "The specified key does not exist.");
}

function denied(): S3Error {
  return new S3Error("AccessDenied", "Access Denied");
}

function notImplemented(): S3Error {
  return new S3Error(
    "NotImplemented",
    "A header or query you provided implies functionality that is not implemented.",
  );
}
