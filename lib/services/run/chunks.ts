import { database } from "../../db";
import type { VerbArgs } from "../context";
import { findRun } from "./read";
import { ChunkDto } from "./schemas";

const CHUNKS_SHOWN_MAX = 500;

/** The newest chunks of a run, oldest first. */
export async function listChunks({
  ctx,
  input,
}: VerbArgs<{ runId: string }>): Promise<ChunkDto[]> {
  const run = await findRun(ctx, input.runId);
  const rows = await database().prisma.chunk.findMany({
    where: { runId: run.id },
    orderBy: { number: "desc" },
    take: CHUNKS_SHOWN_MAX,
  });
  return rows.reverse().map((row) => {
    const {
      number,
      kind,
      read,
      filtered,
      invalid,
      delivered,
      rejected,
      pending,
      requests,
      retries,
      bytes,
      fault,
      violations,
    } = row;
    return ChunkDto.parse({
      ...{ number, kind, requests, retries, bytes, fault, violations },
      startedAt: row.startedAt.toISOString(),
      finishedAt: row.finishedAt.toISOString(),
      ledger: { read, filtered, invalid, delivered, rejected, pending },
    });
  });
}
