import {
  decideRecord,
  firstCall,
  type InvalidRecord,
  type OutCall,
} from "../delivery/decide-record";
import type { Work } from "../delivery/work";
import type { SourceRow } from "./source-row";

export type DecidedPage = {
  /** The records that the filter leaves out. */
  filtered: SourceRow[];
  invalid: InvalidRecord[];
  calls: OutCall[];
  /** Of the calls, those that the tracking plan has something against. */
  violations: number;
};

/** Decides over each record of a replay; what is no longer kept is sent as it was. */
export function decidePage(
  work: Pick<Work, "decide" | "personOf">,
  rows: readonly SourceRow[],
): DecidedPage {
  const page: DecidedPage = {
    ...{ filtered: [], invalid: [], calls: [] },
    violations: 0,
  };
  for (const row of rows) {
    if (row.record === null) page.calls.push(asItWas(row));
    else decideRow(work, row, row.record, page);
  }
  return page;
}

function decideRow(
  work: Pick<Work, "decide" | "personOf">,
  row: SourceRow,
  text: string,
  page: DecidedPage,
): void {
  const decided = decideRecord(work, row, text);
  if (decided.outcome === "filtered") page.filtered.push(row);
  else if (decided.outcome === "invalid") page.invalid.push(decided.invalid);
  else {
    if (decided.isViolating) page.violations += 1;
    page.calls.push(decided.call);
  }
}

function asItWas(row: SourceRow): OutCall {
  const text = row.call ?? "{}";
  return firstCall(row, row.person, text, Buffer.byteLength(text));
}
