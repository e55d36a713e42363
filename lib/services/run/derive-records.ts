import type { Run } from "../../generated/prisma/client";
import { isJsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import type { Decide } from "../../sync/decide";
import type { SyncDefinition } from "../../sync/definition";
import { STREAMS } from "../../sync/streams/registry";
import type { Stream } from "../../sync/streams/stream";
import type { Page } from "../page";
import { compileDefinition } from "../sync/compile-definition";
import { definitionOfVersion } from "../sync/version-definition";
import { planPolicy } from "../tracking-plan/policy";
import { derivedReader, type DerivedRow } from "./derived-rows";
import { asJson } from "./as-json";
import type { RunRecordDto } from "./schemas";

/** How many records one answer may look at; the rest comes with the next page. */
const DERIVED_BATCH = 500;
const DERIVED_BATCHES_MAX = 20;

/**
 * Only exceptions have rows: that a record was delivered or filtered is derived
 * from the range of its chunk, by deciding over it again with the same version.
 */
export async function deriveRecords(
  run: Run,
  input: { limit: number; cursor: string | null; q: string | null },
  outcome: "delivered" | "filtered",
): Promise<Page<RunRecordDto>> {
  const definition = await definitionOfVersion(run.syncId, run.version);
  const decisions = new Map<number | null, Decide>();
  const decideBy = async (revision: number | null): Promise<Decide> => {
    const known = decisions.get(revision);
    if (known !== undefined) return known;
    const made = await compileFor(run, definition, revision);
    decisions.set(revision, made);
    return made;
  };
  const { personOf } = STREAMS[definition.source.stream];
  const data: RunRecordDto[] = [];
  const readRows = await derivedReader(run, definition);
  let after = input.cursor;
  for (let batch = 0; batch < DERIVED_BATCHES_MAX; batch += 1) {
    const rows = await readRows({ after, q: input.q, limit: DERIVED_BATCH });
    for (const row of rows) {
      if (data.length === input.limit) return { data, nextCursor: after };
      const record = derive(row, {
        personOf,
        decide: await decideBy(row.plan_revision),
      });
      after = row.id;
      if (record.outcome === outcome) data.push(record);
    }
    if (rows.length < DERIVED_BATCH) return { data, nextCursor: null };
  }
  return { data, nextCursor: after };
}

/** The decision as it was: by the tracking plan's revision that judged the chunk. */
async function compileFor(
  run: Run,
  definition: SyncDefinition,
  revision: number | null,
): Promise<Decide> {
  const plan =
    revision === null
      ? null
      : await planPolicy(run.workspaceId, definition, revision);
  const sync = { id: run.syncId, workspaceId: run.workspaceId };
  return compileDefinition(sync, definition, plan);
}

function derive(
  row: DerivedRow,
  { decide, personOf }: { decide: Decide; personOf: Stream["personOf"] },
): RunRecordDto {
  if (row.payload === null) return asSent(row);
  const value = parseLossless(row.payload);
  const record = isJsonObject(value) ? value : {};
  const decision = decide(record, row.record_key, row.generation);
  return {
    ...aboutOf(row),
    outcome: decision.outcome === "filtered" ? "filtered" : "delivered",
    person: personOf(record),
    attempts: decision.outcome === "send" ? 1 : 0,
    record,
    payload: decision.outcome === "send" ? asJson(decision.text) : null,
  };
}

const aboutOf = (row: DerivedRow) => ({
  recordKey: row.record_key,
  at: row.received_at.toISOString(),
  event: row.event,
  ...{ code: null, message: null, response: null },
  chunk: row.chunk,
});

/** Of a replayed dead letter whose record was no longer kept: its call went out as it was. */
function asSent(row: DerivedRow): RunRecordDto {
  const call = asJson(row.call ?? "{}");
  return {
    ...aboutOf(row),
    ...{ outcome: "delivered", person: row.person, attempts: 1 },
    ...{ record: call, payload: call },
  };
}
