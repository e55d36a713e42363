import { isJsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import { personOf, type Decision } from "../../sync/decide";
import type { InvalidRecord, OutCall } from "../delivery/read-chunk";
import type { Work } from "../delivery/work";
import type { SourceRow } from "./source-row";

export type DecidedPage = {
  /** Keys of the records that the filter leaves out. */
  filtered: string[];
  invalid: InvalidRecord[];
  calls: OutCall[];
  /** Of the calls, those that the tracking plan has something against. */
  violations: number;
};

/** Decides over each record of a replay; what is no longer kept is sent as it was. */
export function decidePage(
  decide: Work["decide"],
  rows: readonly SourceRow[],
): DecidedPage {
  const page: DecidedPage = {
    ...{ filtered: [], invalid: [], calls: [] },
    violations: 0,
  };
  for (const row of rows) {
    if (row.record === null) page.calls.push(asItWas(row));
    else decideRecord(decide, row, row.record, page);
  }
  return page;
}

function decideRecord(
  decide: Work["decide"],
  row: SourceRow,
  text: string,
  page: DecidedPage,
): void {
  const value = parseLossless(text);
  const record = isJsonObject(value) ? value : {};
  const decision = decide(record, row.recordKey, row.generation);
  const about = { ...aboutOf(row), person: personOf(record) };
  switch (decision.outcome) {
    case "filtered":
      page.filtered.push(row.recordKey);
      return;
    case "send":
      if (decision.violations.length > 0) page.violations += 1;
      page.calls.push(toCall(row, about, decision));
      return;
    case "invalid": {
      const { code, message, payload } = decision;
      const kept = { record: text, payload: JSON.stringify(payload) };
      page.invalid.push({ ...about, code, message, ...kept });
    }
  }
}

const aboutOf = ({ inboxId, recordKey, event, person }: SourceRow) => ({
  ...{ inboxId, recordKey, event, person },
});

const toCall = (
  { receivedAtMs }: SourceRow,
  about: ReturnType<typeof aboutOf>,
  {
    text,
    bytes,
  }: Pick<Extract<Decision, { outcome: "send" }>, "text" | "bytes">,
): OutCall => ({
  ...about,
  ...{ receivedAtMs, text, bytes },
  ...{ attempts: 0, ownFaults: 0, failedAtMs: null, pendingId: null },
});

function asItWas(row: SourceRow): OutCall {
  const text = row.call ?? "{}";
  return toCall(row, aboutOf(row), { text, bytes: Buffer.byteLength(text) });
}
