import { numberAt } from "../random";
import type { Person } from "../scenarios/people";
import type { Moment } from "../scenarios/signup";
import type { Stage } from "./dump-options";

/** Keeps draws for one purpose apart from those for another. */
const CHANGES = 1;
const MERGES = 2;

/** What Heap knows of somebody by now. */
export type PersonState = {
  joinedAt: number;
  /** The dump that they first came in, counted from 0. */
  joinedIn: number;
  isKnown: boolean;
  modifiedAt: number;
  /** The last dump that had to show them. */
  touchedIn: number;
  logins: number;
  isMerged: boolean;
  sessionId: string;
};

/** Two browsers that turned out to be one person's. */
export type Migration = { from: string; to: string; at: number; stage: number };

/** Who there is, and what became of them, stage after stage. */
export type Population = {
  states: readonly PersonState[];
  migrations: readonly Migration[];
  /** Answers whether a session begins with this event. */
  note(moment: Moment, at: number, stage: number): boolean;
  /** What happens to people besides their events. */
  endStage(stage: Stage, index: number): void;
};

/** People as the scenario brings them; `people` grows with it. */
export function createPopulation(people: readonly Person[]): Population {
  const states: PersonState[] = [];
  const migrations: Migration[] = [];
  return {
    states,
    migrations,
    note({ record, person }, at, stage) {
      const state = (states[person] ??= newcomer(at, stage));
      if (record.identity !== undefined && !state.isKnown) {
        state.isKnown = true;
        touch(state, at, stage);
      }
      const isNew = state.sessionId !== record.session_id;
      state.sessionId = record.session_id;
      return isNew;
    },
    endStage(stage, index) {
      changeSome(states, stage, index);
      const merged = mergeSome(people, states, stage, index);
      migrations.push(...merged);
      if (stage.hostileLoop) {
        migrations.push(...leadInCircle(people, states, stage, index));
      }
    },
  };
}

function newcomer(at: number, stage: number): PersonState {
  return {
    joinedAt: at,
    joinedIn: stage,
    isKnown: false,
    modifiedAt: at,
    touchedIn: stage,
    logins: 1,
    isMerged: false,
    sessionId: "",
  };
}

function touch(state: PersonState, at: number, stage: number): void {
  state.modifiedAt = at;
  state.touchedIn = stage;
}

function changeSome(
  states: readonly PersonState[],
  { seed, changedShare, endsAt }: Stage,
  stage: number,
): void {
  if (changedShare === 0) return;
  states.forEach((state, person) => {
    if (state.joinedIn === stage) return;
    if (numberAt(seed, CHANGES, stage, person) >= changedShare) return;
    state.logins += 1;
    touch(state, endsAt, stage);
  });
}

/** Merges nobody twice and into known people only, so that no chain comes about. */
function mergeSome(
  people: readonly Person[],
  states: readonly PersonState[],
  { seed, merges, endsAt }: Stage,
  stage: number,
): Migration[] {
  if (merges === 0) return [];
  const known = [...states.keys()].filter((person) => states[person]?.isKnown);
  return takeAnonymous(people, states, merges).flatMap((from, index) => {
    const at = Math.floor(numberAt(seed, MERGES, stage, index) * known.length);
    const to = known[at];
    const target = to === undefined ? undefined : states[to];
    if (to === undefined || target === undefined) return [];
    touch(target, endsAt, stage);
    return [migration(people, from, to, endsAt, stage)];
  });
}

function leadInCircle(
  people: readonly Person[],
  states: readonly PersonState[],
  { endsAt }: Stage,
  stage: number,
): Migration[] {
  const [one, other] = takeAnonymous(people, states, 2);
  if (one === undefined || other === undefined) return [];
  return [
    migration(people, one, other, endsAt, stage),
    migration(people, other, one, endsAt, stage),
  ];
}

function takeAnonymous(
  people: readonly Person[],
  states: readonly PersonState[],
  count: number,
): number[] {
  const taken: number[] = [];
  for (const [person, state] of states.entries()) {
    if (taken.length === count) break;
    if (people[person]?.account !== null || state.isMerged) continue;
    state.isMerged = true;
    taken.push(person);
  }
  return taken;
}

function migration(
  people: readonly Person[],
  from: number,
  to: number,
  at: number,
  stage: number,
): Migration {
  const idOf = (person: number) => people[person]?.userId ?? "";
  return { from: idOf(from), to: idOf(to), at, stage };
}
