import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHUNK = Buffer.alloc(1024 * 1024);

/** A small file system for DATA_DIR, which can be filled up. */
export type SmallDisk = {
  folder: string;
  /** Takes every byte that is left. */
  fill(): Promise<void>;
  free(): Promise<void>;
  remove(): Promise<void>;
};

/** Answers null where mounting is not permitted: then the disk can't be filled. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), "sluice-disk-"));
  try {
    execFileSync(
      "mount",
      ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", folder],
      { stdio: "ignore" },
    );
  } catch {
    return null;
  }
  const ballast = join(folder, "ballast");
  return {
    folder: join(folder, "data"),
    fill: () => writeUntilFull(ballast),
    free: () => rm(ballast, { force: true }),
    async remove() {
      execFileSync("umount", ["-l", folder], { stdio: "ignore" });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeUntilFull(path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    for (let bytes = CHUNK.length; bytes > 0;) {
      const written = await file.write(CHUNK, 0, bytes).then(
        ({ bytesWritten }) => bytesWritten,
        () => 0,
      );
      // What a whole chunk is too large for, smaller ones may still find room for.
      if (written < bytes) bytes = Math.floor(bytes / 2);
    }
  } finally {
    await file.close();
  }
}
