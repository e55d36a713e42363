import { once } from "node:events";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PassThrough, type Readable } from "node:stream";

/** One object on its way; what was begun must be closed. */
export type ObjectWriter = {
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
  /** Instead of `close`: the object is not wanted any more. */
  cancel(): Promise<void>;
};

/** Where a dump goes. Several objects are written at the same time. */
export type DumpTarget = { open(key: string): Promise<ObjectWriter> };

/** Writes objects as files below a folder, a slash in a key being a folder. */
export function folderTarget(folder: string): DumpTarget {
  return {
    async open(key) {
      const path = join(folder, key);
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, "w");
      return {
        write: (bytes) => file.writeFile(bytes),
        close: () => file.close(),
        cancel: () => file.close(),
      };
    },
  };
}

/** Writes objects by a function that takes a key and a body, such as an upload. */
export function uploadTarget(
  upload: (key: string, body: Readable) => Promise<unknown>,
): DumpTarget {
  return {
    async open(key) {
      const body = new PassThrough();
      const end = upload(key, body);
      // Else a write would wait for ever for somebody who has gone.
      end.catch((error: unknown) => {
        body.destroy(error instanceof Error ? error : new Error(String(error)));
      });
      body.on("error", () => undefined);
      return {
        async write(bytes) {
          if (body.destroyed) await end;
          if (!body.write(bytes)) await once(body, "drain");
        },
        async close() {
          body.end();
          await end;
        },
        async cancel() {
          body.destroy(new Error("The dump was given up"));
          await end.catch(() => undefined);
        },
      };
    },
  };
}
