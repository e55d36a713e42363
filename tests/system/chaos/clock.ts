import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The clock of an installation's Node processes, which can be set; PostgreSQL keeps the machine's. */
export async function createClock() {
  const folder = await mkdtemp(join(tmpdir(), "sluice-clock-"));
  const file = join(folder, "offset");
  const shim = pathToFileURL(join(import.meta.dirname, "clock-shim.mjs"));
  const set = async (offsetMs: number) => {
    await writeFile(`${file}.new`, String(Math.round(offsetMs)));
    await rename(`${file}.new`, file);
  };
  await set(0);
  return {
    environment: {
      CHAOS_CLOCK_FILE: file,
      NODE_OPTIONS: `--import=${shim.href}`,
    },
    set,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Clock = Awaited<ReturnType<typeof createClock>>;
