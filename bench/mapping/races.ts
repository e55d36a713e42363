import { deepStrictEqual } from "node:assert";
import { moreIsBetter, type BenchResult } from "../bench";
import { race } from "../race";
import { handWritten, mappingKit, ours, viaJsonata } from "./contenders";
import { asJson, makeRecords, type HeapRecord } from "./workload";

const RECORDS = 2_000;
/** So few that collecting garbage is not what is measured. */
const KEPT = 64;

/** Without JSON around, and with it. */
export async function raceMappings(): Promise<[BenchResult, BenchResult]> {
  const records = makeRecords(RECORDS);
  await requireSameAnswers(records.slice(0, 50));
  return [await mapOnly(records), await mapAsText(records)];
}

/** A race between different tasks would say nothing. */
async function requireSameAnswers(records: HeapRecord[]): Promise<void> {
  for (const [index, record] of records.entries()) {
    const wanted = plain(handWritten(record));
    const mapped = ours(asJson(records)[index] ?? {});
    deepStrictEqual(mapped.problems, []);
    deepStrictEqual(plain(mapped.payload), wanted);
    deepStrictEqual(plain(mappingKit(record)), wanted);
    deepStrictEqual(plain(await viaJsonata(record)), wanted);
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

async function mapOnly(records: HeapRecord[]): Promise<BenchResult> {
  const json = asJson(records);
  // Payloads are kept, as a sender keeps them: an object that nobody sees again is never made.
  const kept: object[] = new Array<object>(KEPT);
  const rates = await race(RECORDS, {
    ours: () => {
      json.forEach(
        (record, index) => (kept[index % KEPT] = ours(record).payload),
      );
      return kept.length;
    },
    "hand-written": () => {
      records.forEach(
        (record, index) => (kept[index % KEPT] = handWritten(record)),
      );
      return kept.length;
    },
    "mapping-kit": () => {
      records.forEach(
        (record, index) => (kept[index % KEPT] = mappingKit(record)),
      );
      return kept.length;
    },
    jsonata: async () => {
      for (const [index, record] of records.entries())
        kept[index % KEPT] = (await viaJsonata(record)) as object;
      return kept.length;
    },
  });
  const { ours: own, ...peers } = rates;
  return moreIsBetter("mapping", "records/s", own, peers);
}

/** As it runs: a record comes as text and leaves as text. */
async function mapAsText(records: HeapRecord[]): Promise<BenchResult> {
  const texts = records.map((record) => JSON.stringify(record));
  const rates = await race(RECORDS, {
    ours: () => {
      let proof = 0;
      for (const text of texts)
        proof += JSON.stringify(
          ours(JSON.parse(text) as Parameters<typeof ours>[0]).payload,
        ).length;
      return proof;
    },
    "hand-written-json": () => {
      let proof = 0;
      for (const text of texts)
        proof += JSON.stringify(
          handWritten(JSON.parse(text) as HeapRecord),
        ).length;
      return proof;
    },
  });
  const { ours: own, ...peers } = rates;
  return moreIsBetter("mapping-json", "records/s", own, peers);
}
