import { database } from "../../db";
import { isJsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import type { Decide, Decision } from "../../sync/decide";
import { generationAnew } from "../../sync/generation";
import { REPEAT_WINDOW_HOURS } from "../../sync/repeat-window";
import type { VerbArgs } from "../context";
import { compileDefinition } from "../sync/compile-definition";
import { toResult } from "../sync/preview";
import { findSync } from "../sync/sync-row";
import { planPolicy } from "../tracking-plan/policy";
import { measureRange, rangeOf, versionOf, type Measured } from "./range";
import { RANGE_SQL, rangeValues, type Range } from "./read-inbox";
import { RangeInput, type RangePreviewDto } from "./schemas";

/** So many records from either end of the range are tried. */
const SAMPLED_PER_END = 500;
const EXAMPLES_PER_OUTCOME = 3;

type Row = {
  record_key: string;
  event: string;
  received_at: Date;
  payload: string;
  generation: number;
};
type Tried = { row: Row; decision: Decision };

/** What a replay of a range would send, by a sample of its records. Nothing is sent. */
export async function previewRange({
  ctx,
  input,
}: VerbArgs<{ syncId: string; body: unknown }>): Promise<RangePreviewDto> {
  const sync = await findSync(ctx, input.syncId);
  const asked = RangeInput.parse(input.body);
  const { version, definition } = await versionOf(sync, asked);
  const range = rangeOf(input.syncId, asked, definition, ctx.now());
  const measured = await measureRange(sync.id, range, ctx.now());
  const plan = await planPolicy(sync.workspaceId, definition);
  const decide = compileDefinition(sync, definition, plan);
  const times = asked.anew ? await timesAfter(sync.id) : 0;
  const tried = (await sampleOf(range, measured)).map((row) => ({
    row,
    decision: decideText(decide, row, generationAnew(times)),
  }));
  return {
    ...{ version, generation: times, windowHours: REPEAT_WINDOW_HOURS },
    ...{ count: measured.count, pastWindow: measured.pastWindow },
    keptSince: await keptSince(range),
    ...summaryOf(tried),
  };
}

async function timesAfter(syncId: string): Promise<number> {
  const { rows } = await database().pool.query<{ next: number }>(
    "SELECT generation + 1 AS next FROM data.cursor WHERE sync_id = $1",
    [syncId],
  );
  return rows[0]?.next ?? 1;
}

/** The first and the last records of a range. */
async function sampleOf(
  range: Range,
  { fromId, toId }: Measured,
): Promise<Row[]> {
  if (toId === null) return [];
  const columns = `i.id, i.record_key, i.event, i.received_at, i.payload::text AS payload, i.generation`;
  const where = `${RANGE_SQL} AND i.id > $7 AND i.id <= $8`;
  const { rows } = await database().pool.query<Row>(
    `(SELECT ${columns} FROM data.inbox i WHERE ${where} ORDER BY i.id LIMIT $9)
     UNION (SELECT ${columns} FROM data.inbox i WHERE ${where} ORDER BY i.id DESC LIMIT $9) ORDER BY id`,
    [...rangeValues(range), fromId, toId, SAMPLED_PER_END],
  );
  return rows;
}

/** When the oldest record that is still kept came, if the range begins before that. */
async function keptSince({
  connectionId,
  stream,
  fromAt,
}: Range): Promise<string | null> {
  const { rows } = await database().pool.query<{ received_at: Date }>(
    "SELECT received_at FROM data.inbox WHERE connection_id = $1 AND stream = $2 ORDER BY id LIMIT 1",
    [connectionId, stream],
  );
  const oldest = rows[0]?.received_at ?? null;
  return oldest === null || oldest <= fromAt ? null : oldest.toISOString();
}

function decideText(decide: Decide, row: Row, added: number): Decision {
  const value = parseLossless(row.payload);
  const record = isJsonObject(value) ? value : {};
  return decide(record, row.record_key, added + row.generation);
}

function summaryOf(tried: Tried[]) {
  const of = (outcome: Decision["outcome"]) =>
    tried.filter(({ decision }) => decision.outcome === outcome);
  const [send, invalid, filtered] = [of("send"), of("invalid"), of("filtered")];
  return {
    sampled: tried.length,
    send: send.length,
    filtered: filtered.length,
    invalid: invalid.length,
    examples: [send, invalid, filtered].flatMap((some) =>
      some.slice(0, EXAMPLES_PER_OUTCOME).map(toExample),
    ),
  };
}

const toExample = ({ row, decision }: Tried) => ({
  ...toResult(decision),
  recordKey: row.record_key,
  event: row.event,
  receivedAt: row.received_at.toISOString(),
});
