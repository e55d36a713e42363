import { z } from "zod";
import { codecs, type CodecName } from "../connect/codecs";
import type { DumpSeries } from "../connect/dump-series";
import { jsonAnswer, type Answer } from "../http/answer";
import { EVENTS_MAX } from "../scenarios/signup";

const USERS_MAX = 200_000;
const MERGES_MAX = 100_000;
const PART_ROWS_MAX = 1_000_000;
const SEED_MAX = 2 ** 31 - 1;
const FIRST = { users: 20, events: 200 };

/** What `POST /_control/connect` takes; null means the same as left out. */
export const ConnectRequest = z.strictObject({
  kind: z.enum(["full", "incremental"]).default("full"),
  /** How many are new; a full dump brings some by itself, an incremental one none. */
  users: z.int().min(0).max(USERS_MAX).nullish(),
  events: z.int().min(0).max(EVENTS_MAX).nullish(),
  seed: z.int().min(0).max(SEED_MAX).nullish(),
  dumpId: z.int().min(1).nullish(),
  changedShare: z.number().min(0).max(1).nullish(),
  merges: z.int().min(0).max(MERGES_MAX).nullish(),
  rebuild: z.array(z.string()).nullish(),
  rebuildShare: z.number().min(0).max(0.5).nullish(),
  addedProperty: z
    .string()
    .regex(
      /^[a-z][a-z0-9_]{0,62}$/,
      "is a name of lower case letters, digits and _",
    )
    .nullish(),
  hostileLoop: z.boolean().nullish(),
  partRows: z.int().min(1).max(PART_ROWS_MAX).nullish(),
  codec: z.enum(Object.keys(codecs) as [CodecName, ...CodecName[]]).nullish(),
  tableNames: z.enum(["each", "runs"]).nullish(),
  /** All that there is by then goes into this schema too, as Heap keeps it in a warehouse. */
  postgres: z
    .strictObject({
      host: z.enum(["127.0.0.1", "localhost", "::1"]),
      port: z.int().min(1).max(65_535),
      database: z.string().min(1),
      user: z.string().min(1),
      password: z.string(),
      schema: z.string().min(1).max(63),
    })
    .nullish(),
});
export type ConnectRequest = z.infer<typeof ConnectRequest>;

/** Writes the next dump and tells what is in it. */
export async function writeDump(
  series: DumpSeries,
  request: ConnectRequest,
): Promise<Answer> {
  const { partRows, codec, tableNames, users, events, postgres, ...rest } =
    request;
  const usual = request.kind === "full" ? FIRST : { users: 0, events: 0 };
  const options = {
    ...withoutNull(rest),
    kind: request.kind,
    users: users ?? usual.users,
    events: events ?? usual.events,
  };
  const form = withoutNull({ partRows, codec, tableNames });
  const account = await series.next(options, form, postgres ?? null);
  const tables = account.tables.map(({ name, rows, incremental }) => ({
    ...{ name, rows, incremental },
  }));
  return jsonAnswer(200, { dumpId: account.dumpId, tables });
}

/** Only what was said; the rest has its usual value. */
function withoutNull<T extends object>(
  given: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  const said = Object.entries(given).filter(([, value]) => value != null);
  return Object.fromEntries(said) as { [K in keyof T]?: NonNullable<T[K]> };
}
