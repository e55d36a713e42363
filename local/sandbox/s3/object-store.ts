import { createHash, hash, randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { compareKeys } from "./key-order";
import { encodeTrailer, readTrailer, type StoredObject } from "./stored-object";

const UNFINISHED = ".new";
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const CONTENT_TYPE_DEFAULT = "binary/octet-stream";

/** An object that was opened; it stays as it is although it may be replaced. */
export type OpenObject = {
  about: StoredObject;
  /** Both ends count. The stream must be read or destroyed: it holds the file. */
  stream(start: number, end: number): Readable;
  close(): Promise<void>;
};

export type ObjectStore = {
  hasBucket(bucket: string): boolean;
  /** Throws when S3 would not take the name. */
  addBucket(bucket: string): Promise<void>;
  /** Whole or not at all; resolves once it would survive a kill. */
  put(
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array>,
    contentType?: string,
  ): Promise<StoredObject>;
  find(bucket: string, key: string): StoredObject | null;
  open(bucket: string, key: string): Promise<OpenObject | null>;
  remove(bucket: string, key: string): Promise<void>;
  /** In S3's order. */
  list(bucket: string): readonly StoredObject[];
  reset(): Promise<void>;
};

type Bucket = {
  objects: Map<string, StoredObject>;
  sorted: readonly StoredObject[] | null;
};

/**
 * Opens the objects below this folder, one file each. A file's name is a hash of
 * the key, as keys may hold anything. `alwaysThere` is a bucket that nobody has to make.
 */
export async function openObjectStore(
  folder: string,
  alwaysThere: string,
): Promise<ObjectStore> {
  mkdirSync(join(folder, alwaysThere), { recursive: true });
  const buckets = await loadBuckets(folder);
  const fileOf = (bucket: string, key: string) =>
    join(folder, bucket, hash("sha256", key));

  return {
    hasBucket: (bucket) => buckets.has(bucket),
    async addBucket(bucket) {
      if (!BUCKET_NAME.test(bucket)) throw new Error("No name for a bucket");
      await mkdir(join(folder, bucket), { recursive: true });
      if (!buckets.has(bucket)) buckets.set(bucket, emptyBucket());
    },
    async put(bucket, key, body, contentType = CONTENT_TYPE_DEFAULT) {
      const there = bucketOf(buckets, bucket);
      const object = await writeObject(fileOf(bucket, key), body, (bytes) => ({
        ...{ key, contentType, modifiedAt: Date.now() },
        ...bytes,
      }));
      there.objects.set(key, object);
      there.sorted = null;
      return object;
    },
    find: (bucket, key) => buckets.get(bucket)?.objects.get(key) ?? null,
    open: async (bucket, key) =>
      buckets.get(bucket)?.objects.has(key)
        ? openObject(fileOf(bucket, key))
        : null,
    async remove(bucket, key) {
      const there = bucketOf(buckets, bucket);
      if (there.objects.delete(key)) there.sorted = null;
      await rm(fileOf(bucket, key), { force: true });
    },
    list(bucket) {
      const there = bucketOf(buckets, bucket);
      there.sorted ??= [...there.objects.values()].sort((one, other) =>
        compareKeys(one.key, other.key),
      );
      return there.sorted;
    },
    async reset() {
      buckets.clear();
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(join(folder, alwaysThere), { recursive: true });
      buckets.set(alwaysThere, emptyBucket());
    },
  };
}

function emptyBucket(): Bucket {
  return { objects: new Map(), sorted: null };
}

function bucketOf(buckets: Map<string, Bucket>, name: string): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new Error(`There is no bucket ${name}`);
  return bucket;
}

async function loadBuckets(folder: string): Promise<Map<string, Bucket>> {
  const buckets = new Map<string, Bucket>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const bucket = emptyBucket();
    await loadObjects(join(folder, entry.name), bucket);
    buckets.set(entry.name, bucket);
  }
  return buckets;
}

async function loadObjects(folder: string, bucket: Bucket): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.endsWith(UNFINISHED)) {
      await rm(path, { force: true });
      continue;
    }
    const file = await open(path);
    try {
      const object = await readTrailer(file);
      bucket.objects.set(object.key, object);
    } finally {
      await file.close();
    }
  }
}

/** Writes beside its place and moves it there when all of it is on the disk. */
async function writeObject(
  path: string,
  body: AsyncIterable<Uint8Array>,
  describe: (bytes: { size: number; etag: string }) => StoredObject,
): Promise<StoredObject> {
  const unfinished = `${path}.${randomBytes(6).toString("hex")}${UNFINISHED}`;
  const file = await open(unfinished, "wx");
  try {
    const md5 = createHash("md5");
    let size = 0;
    for await (const chunk of body) {
      md5.update(chunk);
      size += chunk.length;
      await file.writeFile(chunk);
    }
    const object = describe({ size, etag: md5.digest("hex") });
    await file.writeFile(encodeTrailer(object));
    await file.sync();
    await file.close();
    await rename(unfinished, path);
    await syncFolder(join(path, ".."));
    return object;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Without this a rename may be forgotten when the machine dies. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

async function openObject(path: string): Promise<OpenObject> {
  const file = await open(path);
  const about = await readTrailer(file).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  return {
    about,
    stream: (start, end) =>
      end < start ? Readable.from([]) : file.createReadStream({ start, end }),
    close: () => file.close(),
  };
}
