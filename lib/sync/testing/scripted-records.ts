import type { SendAnswer } from "../delivery";
import { answer } from "./scripted-destination";

/**
 * A destination whose answers are given beforehand, a list for each record: a
 * batch is answered by the next answer of its first record that is not just
 * taken now, and taken as a whole when there is none. The last answer of a list
 * stands for good.
 */
export function scriptedRecords<T extends { id: string }>(
  scriptOf: (call: T) => number[],
) {
  const left = new Map<string, number[]>();
  const taken: T[] = [];
  const listOf = (call: T): number[] => {
    const list = left.get(call.id) ?? [...scriptOf(call)];
    left.set(call.id, list);
    return list;
  };
  const reply = (calls: readonly T[]): SendAnswer => {
    const refused = calls.find((call) => (listOf(call)[0] ?? 200) !== 200);
    if (refused === undefined) {
      taken.push(...calls);
      return answer(200);
    }
    const list = listOf(refused);
    const status = list.length > 1 ? list.shift() : list[0];
    return answer(status ?? 500);
  };
  return { reply, taken };
}
