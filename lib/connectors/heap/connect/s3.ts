import {
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type GetObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { assumeRole } from "../../assume-role";
import { ConnectorError } from "../../connector-error";
import { ConnectDataError } from "./connect-error";
import { guardedAgents } from "../../guarded-agents";
import { toS3Error } from "./s3-error";
import type { S3Target } from "./s3-target";

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;
/** A bucket that holds more manifests is not Heap's alone. */
const KEYS_MAX = 200_000;

/** The few things that reading Heap Connect needs of S3. All throw ConnectorError. */
export type S3 = {
  /** Every key with this prefix. */
  list(prefix: string): Promise<string[]>;
  /** A whole object as text. Throws ConnectDataError when it is missing or larger. */
  text(key: string, bytesMax: number): Promise<string>;
  /** An object's bytes from an offset on. Throws ConnectDataError when it is missing. */
  read(key: string, fromByte: number): Promise<AsyncIterable<Uint8Array>>;
  close(): void;
};

/** Opens a bucket. Only addresses that `allow` and the guard let through are reached. */
export function openS3(target: S3Target, allow: readonly string[]): S3 {
  const { bucket, region, endpoint } = target;
  const client = new S3Client({
    region,
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    credentials: credentialsOf(target, allow),
    requestHandler: handlerOptions(allow),
    maxAttempts: ATTEMPTS,
  });
  const get = (key: string, fromByte: number) =>
    client.send(
      new GetObjectCommand({
        ...{ Bucket: bucket, Key: key },
        ...(fromByte > 0 ? { Range: `bytes=${fromByte}-` } : {}),
      }),
    );
  return {
    list: (prefix) => asked(() => listAll(client, bucket, prefix)),
    text: (key, bytesMax) =>
      asked(async () => textOf(await get(key, 0), bytesMax)),
    read: (key, fromByte) =>
      asked(async () => bytesOf(await get(key, fromByte))),
    close: () => client.destroy(),
  };
}

const handlerOptions = (allow: readonly string[]) => ({
  connectionTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: IDLE_TIMEOUT_MS,
  ...guardedAgents(allow),
});

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw toS3Error(error);
  }
}

function credentialsOf({ sign, region }: S3Target, allow: readonly string[]) {
  if (sign.kind === "key") {
    const { accessKeyId, secretAccessKey } = sign;
    return { accessKeyId, secretAccessKey };
  }
  // The client asks anew before a session ends.
  return () => assumeRole(sign, region, handlerOptions(allow));
}

async function listAll(
  client: S3Client,
  bucket: string,
  prefix: string,
): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        ...{ Bucket: bucket, Prefix: prefix },
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    for (const { Key } of page.Contents ?? [])
      if (Key !== undefined) keys.push(Key);
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    if (keys.length > KEYS_MAX)
      throw new ConnectorError(
        `The bucket has over ${KEYS_MAX} keys below ${prefix}.`,
        "change-connection",
      );
  } while (token !== undefined);
  return keys;
}

async function textOf(
  { Body, ContentLength }: GetObjectCommandOutput,
  bytesMax: number,
): Promise<string> {
  const tooLarge = () =>
    new ConnectDataError(`it is over ${bytesMax / 1_048_576} MiB`);
  if ((ContentLength ?? 0) > bytesMax) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of iterable(Body)) {
    bytes += piece.length;
    if (bytes > bytesMax) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** A body that breaks off says so as S3's other failures do. */
async function* bytesOf({
  Body,
}: GetObjectCommandOutput): AsyncGenerator<Uint8Array> {
  try {
    yield* iterable(Body);
  } catch (error) {
    throw toS3Error(error);
  }
}

/** In Node a body is a stream; elsewhere there is no S3 here. */
function iterable(
  body: GetObjectCommandOutput["Body"],
): AsyncIterable<Uint8Array> {
  if (body !== undefined && Symbol.asyncIterator in body)
    return body as AsyncIterable<Uint8Array>;
  throw new ConnectorError("S3 answered without a body.", "wait");
}
