import { setImmediate as nextTurn } from "node:timers/promises";
import { signupEvents, startSignup } from "../scenarios/signup";
import { createChangeLog, noChangeLog, type TableChanges } from "./change-log";
import type { Row } from "./columns";
import {
  toStages,
  type DumpForm,
  type DumpOptions,
  type Stage,
} from "./dump-options";
import {
  noteFinds,
  rowsOfFinds,
  rowsOfMigrations,
  rowsOfMoment,
  rowsOfUsers,
  type DumpRun,
} from "./dump-run";
import {
  openDumpTables,
  type DumpTables,
  type WrittenTable,
} from "./dump-tables";
import type { DumpTarget } from "./dump-target";
import { addedNames } from "./event-rows";
import { openPostgresTables, type PostgresPlace } from "./into-postgres";
import { manifestKey, writeManifest } from "./manifest";
import { createPopulation } from "./population";
import { tableOf } from "./tables";

/** How many events are played before others get their turn. */
const EVENTS_PER_TURN = 2_000;

/** The bucket that the sandbox has from the start. */
export const SANDBOX_BUCKET = "heap-rs3-sandbox";

const FORM_DEFAULT: Required<DumpForm> = {
  bucket: SANDBOX_BUCKET,
  codec: "snappy",
  partRows: 100_000,
  eventTimes: "text",
  userTimes: "micros",
  tableNames: "each",
};

export type DumpSettings = {
  /** The dumps before this one, oldest first, as they were asked for. */
  earlier?: readonly DumpOptions[];
  form?: DumpForm;
  /** Whether the account lists ids; they are all kept in memory then. */
  withIds?: boolean;
  signal?: AbortSignal;
};

/** What a dump holds, exactly. */
export type DumpAccount = {
  dumpId: number;
  tables: WrittenTable[];
  /** By table; empty without `withIds`. */
  changes: Map<string, TableChanges>;
};

/**
 * Writes a dump as Heap Connect does, the manifest last. The same input gives the
 * same bytes. People, ids and names are those that the scenario `signup` plays
 * with the same seed. Memory grows with the people, not with the events. Throws
 * RangeError for what no series of dumps can be.
 */
export async function generateDump(
  target: DumpTarget,
  options: DumpOptions,
  settings: DumpSettings = {},
): Promise<DumpAccount> {
  const plan = planOf(options, settings);
  const tables = openDumpTables(
    ...([target, plan.stages, plan.stage, plan.form] as const),
  );
  const account = await play(prepare(plan, tables, settings), settings.signal);
  await putManifest(target, account.dumpId, account.tables);
  return account;
}

/**
 * Writes all that there is by a dump into the tables of a warehouse. The people and
 * events are those of the same series of dumps.
 */
export async function fillPostgres(
  place: PostgresPlace,
  options: DumpOptions,
  settings: DumpSettings = {},
): Promise<DumpAccount> {
  const form = {
    ...settings.form,
    eventTimes: "iso",
    userTimes: "iso",
  } as const;
  const plan = planOf({ ...options, kind: "full" }, { ...settings, form });
  const tables = await openPostgresTables(place, plan.stages, plan.form);
  return play(prepare(plan, tables, settings), settings.signal);
}

async function play(
  run: DumpRun,
  signal: AbortSignal | undefined,
): Promise<DumpAccount> {
  try {
    await playStages(run, signal);
    await writeRows(run, rowsOfFinds(run));
    await writeRows(run, rowsOfUsers(run));
    await writeRows(run, rowsOfMigrations(run));
    const tables = await run.tables.finish();
    return { dumpId: run.stage.dumpId, tables, changes: run.log.changes() };
  } catch (error) {
    await run.tables.cancel();
    throw error;
  }
}

type Plan = Pick<DumpRun, "stages" | "stage" | "current" | "form">;

function planOf(options: DumpOptions, settings: DumpSettings): Plan {
  const stages = toStages([...(settings.earlier ?? []), options]);
  const current = stages.length - 1;
  const stage = stages[current];
  if (stage === undefined) throw new Error("A series has at least one dump");
  return {
    stages,
    stage,
    current,
    form: { ...FORM_DEFAULT, ...settings.form },
  };
}

function prepare(
  { stages, stage, current, form }: Plan,
  tables: DumpTables,
  settings: DumpSettings,
): DumpRun {
  const signup = startSignup(stage.seed);
  const tableByEvent = new Map(
    [...signupEvents().keys()].map((event) => [
      event,
      tableOf(event, form.tableNames),
    ]),
  );
  refuseUnknown(stage.rebuild, new Set(tableByEvent.values()));
  return {
    ...{ stages, stage, current, form, signup, tableByEvent },
    addedBy: stages.map((_, index) => addedNames(stages.slice(0, index + 1))),
    population: createPopulation(signup.people),
    ...{ counts: new Map(), finds: [], sessions: 0 },
    tables,
    log: settings.withIds ? createChangeLog() : noChangeLog,
  };
}

function refuseUnknown(
  rebuild: readonly string[],
  known: ReadonlySet<string>,
): void {
  const unknown = rebuild.find((table) => !known.has(table));
  if (unknown === undefined) return;
  const names = [...known].join(", ");
  throw new RangeError(
    `${unknown} is no table of an event; those are ${names}`,
  );
}

async function playStages(
  run: DumpRun,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const [index, stage] of run.stages.entries()) {
    // Before the stage's own events: those fit the new definition anyhow.
    noteFinds(run, index);
    await playStage(run, stage, index, signal);
    run.population.endStage(stage, index);
  }
}

async function playStage(
  run: DumpRun,
  stage: Stage,
  index: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const users = run.signup.people.length + stage.users;
  let played = 0;
  for (const moment of run.signup.play({ ...stage, users })) {
    await writeRows(run, rowsOfMoment(run, moment, index));
    played += 1;
    if (played % EVENTS_PER_TURN !== 0) continue;
    await nextTurn();
    signal?.throwIfAborted();
  }
}

async function writeRows(
  { tables }: DumpRun,
  rows: Iterable<[table: string, row: Row]>,
): Promise<void> {
  for (const [table, row] of rows) {
    const wait = tables.add(table, row);
    if (wait !== null) await wait;
  }
}

async function putManifest(
  target: DumpTarget,
  dumpId: number,
  tables: readonly WrittenTable[],
): Promise<void> {
  const object = await target.open(manifestKey(dumpId));
  const named = tables.map(({ rows: _rows, ...table }) => table);
  await object.write(writeManifest(dumpId, named));
  await object.close();
}
