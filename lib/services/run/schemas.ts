import { z } from "zod";
import { DEAD_LETTER_CODES, RUN_STATUSES } from "../../sync/ledger";
import { STAGES } from "../../sync/pipeline-stages";
import { LOG_LEVELS } from "../../sync/run-log-line";
import { ReplayDto } from "../replay/schemas";
import { ComparisonDto } from "../snapshot/schemas";

export const LedgerDto = z.object({
  read: z.number(),
  filtered: z.number(),
  invalid: z.number(),
  delivered: z.number(),
  rejected: z.number(),
  pending: z.number(),
});

export const RunDto = z.object({
  id: z.string(),
  number: z.number(),
  syncId: z.string(),
  syncVersion: z.number(),
  status: z.enum(RUN_STATUSES),
  trigger: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  ledger: LedgerDto,
  /** Of the delivered and pending: calls that the tracking plan has something against. */
  violations: z.number(),
  retries: z.number(),
  error: z.string().nullable(),
  /** What it takes, where it is a replay. */
  replay: ReplayDto.nullable(),
  /** What it found, where it compares users with what was sent. */
  comparison: ComparisonDto.nullable(),
});
export type RunDto = z.infer<typeof RunDto>;

export const RECORD_OUTCOMES = [
  "delivered",
  "filtered",
  "invalid",
  "rejected",
  "pending",
] as const;
export type RecordOutcome = (typeof RECORD_OUTCOMES)[number];

export const RunRecordDto = z.object({
  recordKey: z.string(),
  at: z.string(),
  outcome: z.enum(RECORD_OUTCOMES),
  person: z.string().nullable(),
  event: z.string().nullable(),
  attempts: z.number(),
  code: z.enum(DEAD_LETTER_CODES).nullable(),
  message: z.string().nullable(),
  record: z.unknown(),
  payload: z.unknown(),
  response: z.string().nullable(),
  chunk: z.number().nullable(),
});
export type RunRecordDto = z.infer<typeof RunRecordDto>;

export const ChunkDto = z.object({
  number: z.number(),
  kind: z.enum(["read", "resend", "replay"]),
  startedAt: z.string(),
  finishedAt: z.string(),
  ledger: LedgerDto,
  violations: z.number(),
  requests: z.number(),
  retries: z.number(),
  bytes: z.number(),
  fault: z
    .object({ status: z.number().nullable(), message: z.string() })
    .nullable(),
});
export type ChunkDto = z.infer<typeof ChunkDto>;

export const FailureDto = z.object({
  code: z.enum(DEAD_LETTER_CODES),
  outcome: z.enum(["invalid", "rejected"]),
  /** Of one of them: messages may name each record's own values. */
  message: z.string(),
  count: z.number(),
});
export type FailureDto = z.infer<typeof FailureDto>;

/** Why records left a stage; the run is the newest that has such a one. */
export const StageReasonDto = FailureDto.extend({ runId: z.string() });
export type StageReasonDto = z.infer<typeof StageReasonDto>;

/** What came to each stage of a sync in the last hours, and what went no further. */
export const PipelineDto = z.object({
  hours: z.number(),
  ledger: LedgerDto,
  /** Sent although the tracking plan had something against them. */
  violations: z.number(),
  stages: z.array(
    z.object({
      stage: z.enum(STAGES),
      entered: z.number(),
      left: z.number(),
      reasons: z.array(StageReasonDto),
    }),
  ),
});
export type PipelineDto = z.infer<typeof PipelineDto>;

/** A line of a run's log; ids count from 1 in each run, in the order of commits. */
export const RunLogLineDto = z.object({
  id: z.number(),
  at: z.string(),
  level: z.enum(LOG_LEVELS),
  kind: z.string(),
  message: z.string(),
  fields: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null()]),
  ),
});
export type RunLogLineDto = z.infer<typeof RunLogLineDto>;
