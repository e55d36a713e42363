import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isOfEvents } from "./connect/differences";
import type { AvroRow } from "./connect/read-bucket";
import type { Dump } from "./connect/scene";
import { startTraitScene, type TraitScene } from "./traits/scene";

let scene: TraitScene;
beforeAll(async () => {
  scene = await startTraitScene();
});
afterAll(() => scene.engine.stop());

const FEATURE = "Report Created";
const MS_PER_DAY = 86_400_000;

type Profile = { sessions: number; lastDay: string; hasAdopted: boolean };

/** What every user of a dump did, counted from nothing but its files. */
async function profilesIn(dump: Dump): Promise<Map<string, Profile>> {
  const merges = await scene.bucket.rows(dump.dumpId, "user_migrations");
  const becameOf = new Map(
    merges.map((row) => [String(row.from_user_id), String(row.to_user_id)]),
  );
  const done = new Map<string, { table: string; row: AvroRow }[]>();
  for (const { name } of dump.tables.filter(isOfEvents))
    for (const row of await scene.bucket.rows(dump.dumpId, name)) {
      const id = String(row.user_id);
      const person = becameOf.get(id) ?? id;
      done.set(person, [...(done.get(person) ?? []), { table: name, row }]);
    }
  return new Map(
    [...done].map(([person, events]) => [person, profileOf(events)]),
  );
}

function profileOf(events: { table: string; row: AvroRow }[]): Profile {
  const days = events.map(({ row }) =>
    Math.floor(timeOf(row.time ?? null) / MS_PER_DAY),
  );
  const sessions = events
    .map(({ row }) => row.session_id)
    .filter((id) => id !== null && id !== undefined);
  return {
    sessions: new Set(sessions).size,
    lastDay: new Date(Math.max(...days) * MS_PER_DAY)
      .toISOString()
      .slice(0, 10),
    hasAdopted: events.some(({ table }) => table === "report_created"),
  };
}

/** The sandbox's exports tell times as text, in milliseconds or in microseconds. */
function timeOf(value: string | number | null): number {
  const number = Number(value);
  if (Number.isNaN(number)) return Date.parse(`${String(value)}Z`);
  return number > 1e14 ? number / 1_000 : number;
}

type Identify = { anonymousId: string; traits: Record<string, unknown> };

/** The newest Identify call of each user. */
async function profilesInSegment(): Promise<Map<string, Identify["traits"]>> {
  const response = await fetch(
    `${scene.engine.sandboxUrl}/_control/received?system=segment&limit=1000`,
  );
  const { data } = (await response.json()) as { data: { body: Identify }[] };
  return new Map(
    data.map(({ body }) => [
      body.anonymousId.replace("heap-11-", ""),
      body.traits,
    ]),
  );
}

describe("the template of user traits", () => {
  it("brings to Segment what a dump's files say of everybody, and after the next one who changed", async () => {
    const { app, ctx } = scene.engine;
    const { installTemplate } =
      await import("../lib/services/template/install");
    const { id: heapId } = await scene.aConnection();
    const segment = await app.createConnection({
      ctx,
      input: {
        ...{ name: "segment-traits", kind: "segment" },
        settings: { endpoint: `${scene.engine.sandboxUrl}/segment` },
        credentials: { writeKey: "k".repeat(32) },
      },
    });
    const dump = await scene.writeDump({ users: 300, events: 2_000 });
    await scene.readAll(heapId);
    const { id: syncId, definition } = await installTemplate({
      ctx,
      input: {
        slug: "heap-traits-to-segment-identify",
        body: {
          connections: { heap: heapId, segment: segment.id },
          answers: { features: [FEATURE] },
          publish: true,
        },
      },
    });
    expect(definition.trigger).toMatchObject({ kind: "schedule" });

    await runOnce(heapId, syncId);
    await expectAsIn(dump);
    const first = await sentSoFar();

    const next = await scene.writeDump({
      ...{ users: 300, events: 40, changedShare: 0.02, merges: 5 },
    });
    await scene.engine.workImport(heapId);
    const run = await runOnce(heapId, syncId);
    await expectAsIn(next);
    expect(run.comparison).toMatchObject({ mode: "changes", isDone: true });
    const changed = await changedBetween(dump, next);
    expect(changed.size).toBeLessThan(150);
    expect((await sentSoFar()) - first).toBe(changed.size);
  });
});

/** Who is not the same in a later dump, told by nothing but the files. */
async function changedBetween(old: Dump, now: Dump): Promise<Set<string>> {
  const [before, after] = [await profilesIn(old), await profilesIn(now)];
  const rowsOf = async ({ dumpId }: Dump) =>
    new Map(
      (await scene.bucket.rows(dumpId, "users")).map((row) => [
        String(row.user_id),
        JSON.stringify(Object.entries(row).toSorted()),
      ]),
    );
  const [rowsBefore, rowsAfter] = [await rowsOf(old), await rowsOf(now)];
  const people = new Set([...after.keys(), ...rowsAfter.keys()]);
  for (const merge of await scene.bucket.rows(now.dumpId, "user_migrations"))
    people.delete(String(merge.from_user_id));
  return new Set(
    [...people].filter(
      (person) =>
        JSON.stringify(before.get(person)) !==
          JSON.stringify(after.get(person)) ||
        rowsBefore.get(person) !== rowsAfter.get(person),
    ),
  );
}

async function runOnce(heapId: string, syncId: string) {
  const { app, ctx } = scene.engine;
  expect(await scene.compute(heapId)).toBe("idle");
  const { id } = await app.startRun({ ctx, input: { syncId } });
  expect(await scene.engine.work(syncId)).toBe("idle");
  return app.getRun({ ctx, input: { id } });
}

const sentSoFar = async () => (await scene.engine.segmentStats()).distinctIds;

async function expectAsIn(dump: Dump): Promise<void> {
  const inSegment = await profilesInSegment();
  const expected = await profilesIn(dump);
  expect(expected.size).toBeGreaterThan(200);
  const wrong = [...expected].filter(([person, profile]) => {
    const traits = inSegment.get(person);
    return (
      traits?.session_count !== profile.sessions ||
      traits.last_active_date !== profile.lastDay ||
      traits.adopted_report_created !== profile.hasAdopted
    );
  });
  expect(
    wrong.map(([person, profile]) => [person, profile, inSegment.get(person)]),
  ).toEqual([]);
}
