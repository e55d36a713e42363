import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";

const MIB = 1024 * 1024;
const CHUNK = Buffer.alloc(MIB);

/** A small file system for DATA_DIR, which can be filled up. */
export type SmallDisk = {
  folder: string;
  /** Takes every byte that is left. */
  fill(): Promise<void>;
  free(): Promise<void>;
  remove(): Promise<void>;
};

/** Answers why not, where it can't be mounted (it takes root) or would not fit into memory. */
export function mountSmallDisk(megabytes: number): SmallDisk | string {
  if (freemem() < 2 * megabytes * MIB)
    return "there is too little free memory for a small disk";
  const folder = mkdtempSync(join(tmpdir(), "sluice-disk-"));
  try {
    execFileSync(
      "mount",
      ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", folder],
      { stdio: "ignore" },
    );
  } catch {
    rmdirSync(folder);
    return "mounting a small disk is not permitted here";
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
