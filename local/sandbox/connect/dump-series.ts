import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ObjectStore } from "../s3/object-store";
import { toStages, type DumpForm, type DumpOptions } from "./dump-options";
import { uploadTarget } from "./dump-target";
import {
  fillPostgres,
  generateDump,
  SANDBOX_BUCKET,
  type DumpAccount,
} from "./generate-dump";
import type { PostgresPlace } from "./into-postgres";
import { manifestKey } from "./manifest";

const StoredDump = z.object({
  users: z.int(),
  events: z.int(),
  seed: z.int(),
  dumpId: z.int(),
  kind: z.enum(["full", "incremental"]),
  changedShare: z.number(),
  merges: z.int(),
  rebuild: z.array(z.string()),
  rebuildShare: z.number(),
  addedProperty: z.string().nullable(),
  hostileLoop: z.boolean(),
  endsAt: z.number(),
  gapMeanMs: z.number(),
});
const StoredSeries = z.array(StoredDump);
type StoredDump = z.infer<typeof StoredDump>;

export type DumpSeries = {
  /** Writes the next dump, into a warehouse as well where one is named; one after the other, however many are asked for. */
  next(
    options: DumpOptions,
    form: DumpForm,
    warehouse: PostgresPlace | null,
  ): Promise<DumpAccount>;
  /** Resolves when nothing is written any more. */
  settle(): Promise<void>;
  reset(): Promise<void>;
};

/**
 * The dumps in the sandbox's bucket. Of each only what was asked for is kept, in
 * a file: everything else follows from that.
 */
export function openDumpSeries(
  dataDir: string,
  store: ObjectStore,
  signal: AbortSignal,
): DumpSeries {
  const file = join(dataDir, "dumps.json");
  let dumps = readSeries(file).filter(isWritten(store));
  let last = Promise.resolve();

  const write: DumpSeries["next"] = async (options, form, warehouse) => {
    const before = dumps;
    const { earlier, next } = follow(dumps, options);
    // Before the manifest, which tells that a dump is there.
    dumps = [...earlier, next];
    saveSeries(file, dumps);
    const target = uploadTarget((key, body) =>
      store.put(SANDBOX_BUCKET, key, body),
    );
    try {
      const settings = { earlier, form, signal };
      const account = await generateDump(target, next, settings);
      if (warehouse !== null) await fillPostgres(warehouse, next, settings);
      return account;
    } catch (error) {
      dumps = before;
      throw error;
    }
  };

  return {
    next(...asked) {
      const dump = last.then(() => write(...asked));
      last = dump.then(
        () => undefined,
        () => undefined,
      );
      return dump;
    },
    settle: () => last,
    async reset() {
      await last;
      dumps = [];
      rmSync(file, { force: true });
    },
  };
}

/** A dump that was killed half-way has no manifest, so it is as if it had not been. */
function isWritten(store: ObjectStore) {
  return ({ dumpId }: StoredDump, index: number, all: StoredDump[]) =>
    index < all.length - 1 ||
    store.find(SANDBOX_BUCKET, manifestKey(dumpId)) !== null;
}

/** The dump in full, and those that it goes on from: a full one with another seed begins anew. */
function follow(
  dumps: readonly StoredDump[],
  options: DumpOptions,
): { earlier: StoredDump[]; next: StoredDump } {
  const last = dumps.at(-1);
  const begins =
    options.kind === "full" &&
    options.seed !== undefined &&
    options.seed !== last?.seed;
  const earlier = begins ? [] : [...dumps];
  const dumpId = options.dumpId ?? (last ? last.dumpId + 1 : undefined);
  if (last && dumpId !== undefined && dumpId <= last.dumpId) {
    throw new RangeError(`A dump's id must be above ${last.dumpId}`);
  }
  const times = spaceSince(begins ? undefined : last, options.events);
  const stages = toStages([
    ...earlier,
    { ...options, ...times, ...(dumpId !== undefined && { dumpId }) },
  ]);
  return { earlier, next: StoredDump.parse(stages.at(-1)) };
}

/** Events of a later dump happened between the one before it and now, however many they are. */
function spaceSince(
  last: StoredDump | undefined,
  events: number,
): { endsAt: number; gapMeanMs?: number } {
  const now = Date.now();
  if (last === undefined || events === 0) return { endsAt: now };
  const gap = Math.floor((now - last.endsAt) / events);
  const gapMeanMs = Math.max(1, Math.min(last.gapMeanMs, gap));
  return { endsAt: Math.max(now, last.endsAt + events), gapMeanMs };
}

function readSeries(file: string): StoredDump[] {
  try {
    return StoredSeries.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Not written yet, or by another version.
    return [];
  }
}

function saveSeries(file: string, dumps: readonly StoredDump[]): void {
  writeFileSync(`${file}.new`, JSON.stringify(dumps));
  renameSync(`${file}.new`, file);
}
