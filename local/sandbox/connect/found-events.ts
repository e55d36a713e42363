import { numberAt } from "../random";
import type { HeapRecord } from "../scenarios/heap-record";
import type { Person } from "../scenarios/people";
import { signupEventId } from "../scenarios/signup";
import type { Stage } from "./dump-options";
import { FOUND_NUMBER_FIRST } from "./event-numbers";
import type { PersonState } from "./population";

const FOUND = 4;

/** An event that happened long ago and fits a definition only since it was changed. */
export type FoundEvent = {
  record: HeapRecord;
  number: number;
  event: string;
  stage: number;
};

/** What a rebuild found: so many rows of an event, numbered from `first` on. */
export type Find = {
  event: string;
  stage: number;
  count: number;
  first: number;
  /** How many people there were by then: whoever came later can't have been there. */
  people: number;
};

/** The number of the first event that the next rebuild finds. */
export function nextFoundNumber(finds: readonly Find[]): number {
  const last = finds.at(-1);
  return last === undefined ? FOUND_NUMBER_FIRST : last.first + last.count;
}

/** The events that a rebuild found; the same whenever they are asked for. */
export function* listFound(
  { event, stage, count, first, people: peopleThen }: Find,
  { seed, endsAt }: Stage,
  people: readonly Person[],
  states: readonly PersonState[],
): Generator<FoundEvent> {
  for (let index = 0; index < count; index += 1) {
    const number = first + index;
    const draw = (what: number) => numberAt(seed, FOUND, number, what);
    const at = Math.floor(draw(0) * peopleThen);
    const [person, state] = [people[at], states[at]];
    if (!person || !state) continue;
    const time =
      state.joinedAt + Math.floor(draw(1) * (endsAt - state.joinedAt));
    const record: HeapRecord = {
      event_id: signupEventId(seed, number),
      event,
      user_id: person.userId,
      session_id: "",
      time: new Date(time).toISOString(),
      properties: { ...person.about },
    };
    yield { record, number, event, stage };
  }
}
