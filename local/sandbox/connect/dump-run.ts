import type { HeapRecord } from "../scenarios/heap-record";
import type { Moment, startSignup } from "../scenarios/signup";
import type { ChangeLog } from "./change-log";
import type { Row } from "./columns";
import type { DumpForm, Stage } from "./dump-options";
import { isIncremental, type DumpTables } from "./dump-tables";
import { eventRow, pageviewRow, sessionRow } from "./event-rows";
import { listFound, nextFoundNumber, type Find } from "./found-events";
import type { Population } from "./population";
import { fateOf } from "./rebuilds";
import { migrationRow, userRow } from "./user-rows";

/** What is needed while a dump is made: all stages are played, the last one is written. */
export type DumpRun = {
  stages: readonly Stage[];
  /** The stage that is written, and its place. */
  stage: Stage;
  current: number;
  form: Required<DumpForm>;
  /** By stage: the properties that were added up to it. */
  addedBy: readonly string[][];
  signup: ReturnType<typeof startSignup>;
  population: Population;
  tableByEvent: ReadonlyMap<string, string>;
  /** How many events of each name there were by now. */
  counts: Map<string, number>;
  finds: Find[];
  sessions: number;
  tables: DumpTables;
  log: ChangeLog;
};

type TableRow = [table: string, row: Row];

/** The rows that an event brings into the dump; there may be none. */
export function rowsOfMoment(
  run: DumpRun,
  moment: Moment,
  index: number,
): TableRow[] {
  const { record, number } = moment;
  const at = Date.parse(record.time);
  const startsSession = run.population.note(moment, at, index);
  run.counts.set(record.event, (run.counts.get(record.event) ?? 0) + 1);
  const rows = rowsOfEvent(run, record, number, index);
  return startsSession ? [...rows, ...rowsOfSession(run, moment, index)] : rows;
}

function rowsOfSession(
  run: DumpRun,
  moment: Moment,
  index: number,
): TableRow[] {
  const session = run.sessions;
  run.sessions += 1;
  if (!isWanted(run, "sessions", index)) return [];
  const { stage, form } = run;
  const about = [moment, stage.seed, session, form.eventTimes] as const;
  return [
    ["sessions", sessionRow(...about)],
    ["pageviews", pageviewRow(...about)],
  ];
}

function rowsOfEvent(
  run: DumpRun,
  record: HeapRecord,
  number: number,
  index: number,
): TableRow[] {
  const { stages, form } = run;
  const table = run.tableByEvent.get(record.event) ?? "";
  if (!isWanted(run, table, index)) return [];
  const fate = fateOf(stages, table, number, index, run.current);
  noteEvent(run, table, record.event_id, number, index);
  if (fate.isGone) return [];
  const added = run.addedBy[index] ?? [];
  const facts = { number, changedIn: fate.changedIn, added };
  return [[table, eventRow(record, facts, form.eventTimes)]];
}

function noteEvent(
  { stages, current, log }: DumpRun,
  table: string,
  id: string,
  number: number,
  index: number,
): void {
  if (index === current) {
    log.note(table, "added", id);
    return;
  }
  const wasGone = fateOf(stages, table, number, index, current - 1).isGone;
  if (wasGone) return;
  const fate = fateOf(stages, table, number, index, current);
  if (fate.isGone) log.note(table, "removed", id);
  else if (fate.changedIn === current) log.note(table, "changed", id);
}

/** Whether what came in the stage `index` belongs into this dump's table. */
function isWanted(run: DumpRun, table: string, index: number): boolean {
  return index === run.current || !isIncremental(run.stage, table);
}

/** Writes down how many events of the past the stage's rebuilds find. */
export function noteFinds(run: DumpRun, index: number): void {
  const { rebuild = [], rebuildShare = 0 } = run.stages[index] ?? {};
  for (const [event, table] of run.tableByEvent) {
    if (!rebuild.includes(table)) continue;
    run.finds.push({
      ...{ event, stage: index, first: nextFoundNumber(run.finds) },
      count: Math.round(rebuildShare * (run.counts.get(event) ?? 0)),
      people: run.population.states.length,
    });
  }
}

/** The rows that rebuilds found, this one and those before. */
export function* rowsOfFinds(run: DumpRun): Generator<TableRow> {
  const { population, signup } = run;
  for (const find of run.finds) {
    const stage = run.stages[find.stage] ?? run.stage;
    const found = listFound(find, stage, signup.people, population.states);
    for (const { record, number } of found) {
      yield* rowsOfEvent(run, record, number, find.stage);
    }
  }
}

export function* rowsOfUsers(run: DumpRun): Generator<TableRow> {
  const { signup, population, current, form, log } = run;
  for (const [index, state] of population.states.entries()) {
    const person = signup.people[index];
    if (person === undefined || !isWanted(run, "users", state.touchedIn))
      continue;
    if (state.touchedIn === current) {
      const isNew = state.joinedIn === current;
      log.note("users", isNew ? "added" : "changed", person.userId);
    }
    const added = run.addedBy[state.touchedIn] ?? [];
    yield ["users", userRow(person, state, index, added, form.userTimes)];
  }
}

export function* rowsOfMigrations(run: DumpRun): Generator<TableRow> {
  const { population, current, form, log } = run;
  for (const migration of population.migrations) {
    if (!isWanted(run, "user_migrations", migration.stage)) continue;
    if (migration.stage === current) {
      log.note("user_migrations", "added", migration.from);
    }
    yield ["user_migrations", migrationRow(migration, form.eventTimes)];
  }
}
