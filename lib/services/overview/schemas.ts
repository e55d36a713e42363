import { z } from "zod";
import { DEAD_LETTER_CODES } from "../../sync/ledger";
import { LedgerDto } from "../run/schemas";
import { SyncDto } from "../sync/schemas";

export const OverviewInput = z.object({
  hours: z.coerce.number().int().min(1).max(168).default(24),
});

/** A sync with what it moved in the window. */
export const FlowDto = z.object({
  sync: SyncDto,
  ledger: LedgerDto,
  /** Records read per minute, over the last five. */
  perMinute: z.number(),
  lastReadAt: z.string().nullable(),
});
export type FlowDto = z.infer<typeof FlowDto>;

/** What somebody should look at; the reader's words are the page's. */
export const NeedDto = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("failed"),
    syncId: z.string(),
    syncName: z.string(),
    runId: z.string(),
    outcome: z.enum(["invalid", "rejected"]),
    code: z.enum(DEAD_LETTER_CODES),
    message: z.string(),
    count: z.number(),
    since: z.string(),
  }),
  z.object({
    kind: z.literal("kept"),
    syncId: z.string(),
    syncName: z.string(),
    retentionDays: z.number(),
    since: z.string(),
  }),
  z.object({
    kind: z.literal("refused"),
    connectionId: z.string(),
    connectionName: z.string(),
    message: z.string(),
    count: z.number(),
    since: z.string(),
  }),
]);
export type NeedDto = z.infer<typeof NeedDto>;

const HourDto = z.object({
  at: z.string(),
  delivered: z.number(),
  rejected: z.number(),
});

export const OverviewDto = z.object({
  hours: z.number(),
  /** Of the runs that read or waited in the window. */
  ledger: LedgerDto,
  balanced: z.boolean(),
  perHour: z.array(HourDto),
  flows: z.array(FlowDto),
  needs: z.array(NeedDto),
  connections: z.object({ heap: z.number(), segment: z.number() }),
});
export type OverviewDto = z.infer<typeof OverviewDto>;
