import { describe, expect, it } from "vitest";
import { deliverCalls } from "./deliver";
import { aCall, scripted, type TestCall } from "./testing/scripted-destination";
import { scriptedRecords } from "./testing/scripted-records";

const PEOPLE = 50;
const RECORDS = 40;
const ROUNDS_MAX = 500;

/** What a record is answered, one try after the other. */
const SCRIPTS: number[][] = [
  ...Array.from({ length: 10 }, () => [200]),
  ...[
    [500, 429, 200],
    [503, 200],
    [429, 200],
    [502, 500, 429, 503, 200],
  ],
  ...[[400], [500, 400], [408, 413], [429, 500, 422], [460, 200]],
];
const scriptOf = ({ person, number }: TestCall): number[] =>
  SCRIPTS[(Number(person) * 7 + number * 11) % SCRIPTS.length] ?? [200];

/** In the order in which they arrived: everybody's first, everybody's second, … */
const ALL = Array.from({ length: PEOPLE * RECORDS }, (_, index) =>
  aCall(String(index), String(index % PEOPLE), Math.floor(index / PEOPLE)),
);

/** Sends again what got no answer, as often as it takes; what fails alone remembers it. */
async function deliverAll(reply: Parameters<typeof scripted<TestCall>>[0]) {
  const { deps } = scripted<TestCall>(reply, { callsMax: 2_500 });
  const policy = { attemptsMax: 8, keepsOrder: true };
  const rejected: string[] = [];
  let left: TestCall[] = ALL;
  for (let round = 0; left.length > 0 && round < ROUNDS_MAX; round += 1) {
    const isProbe = round % 2 === 1;
    const delivery = await deliverCalls(left, { ...policy, isProbe }, deps);
    rejected.push(...delivery.rejected.map(({ call }) => call.id));
    left = delivery.unanswered
      .toSorted((a, b) => Number(a.id) - Number(b.id))
      .map((call) => ({
        ...call,
        ownFaults: call.ownFaults + (delivery.suspects.has(call) ? 1 : 0),
        failedAtMs: delivery.suspects.has(call)
          ? deps.nowMs()
          : call.failedAtMs,
      }));
  }
  return { rejected, left };
}

describe("answers that are scripted for each of 2,000 records", () => {
  it("end as scripted, in order per person, with nothing sent again that was taken", async () => {
    const { reply, taken } = scriptedRecords(scriptOf);
    const { rejected, left } = await deliverAll(reply);
    const refused = ALL.filter((call) => scriptOf(call).at(-1) !== 200);
    expect(left).toEqual([]);
    expect(rejected.toSorted()).toEqual(refused.map(({ id }) => id).toSorted());
    const ids = taken.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(ALL.length - refused.length);
    for (let person = 0; person < PEOPLE; person += 1) {
      const numbers = taken
        .filter((call) => call.person === String(person))
        .map(({ number }) => number);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
  });
});
