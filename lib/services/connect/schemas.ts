import { z } from "zod";

const Table = z.object({
  name: z.string(),
  kind: z.enum(["migrations", "users", "sessions", "pageviews", "event"]),
  /** Heap's name of the event; null: nobody gave it yet. */
  event: z.string().nullable(),
  guess: z.string(),
  isIncluded: z.boolean(),
  /** The dump that was read last; null: none yet. */
  dumpId: z.number().nullable(),
  rows: z.object({
    read: z.number(),
    added: z.number(),
    changed: z.number(),
    gone: z.number(),
    refused: z.number(),
  }),
});

/** How a connection's Heap Connect is read. */
export const ConnectDto = z.object({
  kind: z
    .enum(["s3", "postgres", "redshift", "snowflake", "bigquery"])
    .nullable(),
  /** Where it is, in words; null: the connection has none. */
  place: z.string().nullable(),
  /** How a warehouse is read, since that costs something there; null: it is none. */
  warehouse: z
    .object({
      everyHours: z.number(),
      windowDays: z.number(),
      gigabytesMax: z.number().nullable(),
    })
    .nullable(),
  /** Of the look-alike on this machine, which writes dumps when it is asked to. */
  isSandbox: z.boolean(),
  /** For the trust policy of a role. */
  externalId: z.string(),
  state: z.enum(["none", "idle", "reading", "paused", "crowded", "failed"]),
  error: z.string().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Of a bucket files, of a warehouse tables. */
  files: z.object({ done: z.number(), total: z.number() }),
  /** The newest dump whose manifest was read; of a warehouse the number of the last look. */
  newestDump: z.number().nullable(),
  tables: z.array(Table),
  problems: z.array(
    z.object({
      table: z.string(),
      dumpId: z.number(),
      file: z.string(),
      message: z.string(),
      at: z.string(),
    }),
  ),
});
export type ConnectDto = z.infer<typeof ConnectDto>;
export type ConnectTableDto = ConnectDto["tables"][number];

/** Which tables are read, and Heap's names of their events. */
export const ChangeTablesInput = z.strictObject({
  tables: z
    .array(
      z.strictObject({
        name: z
          .string()
          .min(1)
          .refine((name) => !name.includes("\0"), "should be text"),
        event: z
          .string()
          .trim()
          .min(1, "Give the event its name")
          .refine((event) => !event.includes("\0"), "should be text")
          .max(1_024)
          .nullish(),
        isIncluded: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(5_000),
});
export type ChangeTablesInput = z.infer<typeof ChangeTablesInput>;

/** Which table to look at; `isDry`: only what it would cost. */
export const PreviewInput = z.strictObject({
  table: z.string().min(1).max(1_024),
  isDry: z.boolean().default(false),
});

/** The first rows of a table in a warehouse. */
export const TablePreviewDto = z.object({
  table: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** By column; null: they were not asked for. */
  rows: z.array(z.array(z.string().nullable())).nullable(),
  cost: z.object({
    /** What the query would be billed for; null: the warehouse does not tell before. */
    bytes: z.number().nullable(),
    bytesMax: z.number().nullable(),
    secondsMax: z.number(),
  }),
});
export type TablePreviewDto = z.infer<typeof TablePreviewDto>;

/** What to run in Snowflake, so that it knows the connection's key. */
export const KeyPairDto = z.object({ statement: z.string() });
export type KeyPairDto = z.infer<typeof KeyPairDto>;
