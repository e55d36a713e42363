import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TraitDefinitionSchema } from "../lib/traits/definition";
import type { TraitDefinition } from "../lib/traits/definition";
import { evaluateTrait, type TraitEvent } from "../lib/traits/evaluate";
import { computeSql } from "../lib/traits/sql/compute-sql";
import { traitNumber } from "../lib/traits/trait-number";
import {
  anyTrait,
  anyTraitEvent,
  TEST_NOW,
} from "../lib/traits/testing/arbitraries";
import { createTestDatabase, type TestDatabase } from "./setup/test-database";

// What the database computes of random events, a second opinion says in memory.
const CONNECTION = "con_1";
const RUNS = 250;
/** Of many people at once, so that a statement is asked for each of few cases. */
const PEOPLE = 4;

let testDatabase: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrate: true });
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

async function keepEvents(people: readonly TraitEvent[][]): Promise<void> {
  await client.query("TRUNCATE data.event");
  const rows = people.flatMap((events, person) =>
    events.map((event) => ({ ...event, person: String(person) })),
  );
  await client.query(
    `INSERT INTO data.event (connection_id, key, person, event, time, session_id, properties, arrived)
     SELECT $1, gen_random_uuid(), person, event, to_timestamp(ms / 1000.0), session, properties::jsonb, 1
     FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[]) AS t (person, event, ms, session, properties)`,
    [
      CONNECTION,
      rows.map(({ person }) => person),
      rows.map(({ event }) => event),
      rows.map(({ timeMs }) => timeMs),
      rows.map(({ sessionId }) => sessionId),
      rows.map(({ properties }) => JSON.stringify(properties)),
    ],
  );
}

async function compute(definitions: readonly TraitDefinition[]) {
  const persons = Array.from({ length: PEOPLE }, (_, index) => String(index));
  const { rows } = await client.query<{ person: string; traits: object }>(
    computeSql({
      ...{ connectionId: CONNECTION, persons, definitions, now: TEST_NOW },
    }),
  );
  return persons.map(
    (own) => rows.find(({ person }) => person === own)?.traits,
  );
}

describe("a computed trait", () => {
  it("is what the second opinion says, of any events and definitions", async () => {
    const people = fc.array(fc.array(anyTraitEvent, { maxLength: 12 }), {
      ...{ minLength: PEOPLE, maxLength: PEOPLE },
    });
    const traits = fc.array(anyTrait, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(people, traits, async (events, unnamed) => {
        const definitions = unnamed.map((definition, index) =>
          TraitDefinitionSchema.parse({ ...definition, name: `t${index}` }),
        );
        await keepEvents(events);
        const expected = events.map((own) =>
          Object.fromEntries(
            definitions.map((definition) => [
              definition.name,
              evaluateTrait(definition, own, TEST_NOW),
            ]),
          ),
        );
        expect(await compute(definitions)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it("reads texts as numbers as the mapping does", async () => {
    const written = fc.oneof(
      fc.constantFrom(
        ...["1,234", "1,234.50", "1.234.567", "12,5", "1 234,5", "\u00a012"],
        ...["1e3", "1e100", "1e-5", "9007199254740993", "0.1", "-.5", "5."],
        ...["1\u202f234", "'", "", "+", "1e", "0x10", "１２", "1,23,4"],
      ),
      fc.string({
        unit: fc.constantFrom(...Array.from("0123456789.,-+eE ' ")),
      }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(written, { maxLength: 50 }), async (texts) => {
        const { rows } = await client.query<{ number: string | null }>(
          "SELECT data.trait_number(to_jsonb(t)) AS number FROM unnest($1::text[]) WITH ORDINALITY AS u (t, n) ORDER BY n",
          [texts],
        );
        const found = rows.map(({ number }) =>
          number === null ? null : Number(number),
        );
        expect(found).toEqual(
          texts.map((text) => {
            const number = traitNumber(text);
            return number === null ? null : number + 0;
          }),
        );
      }),
      { numRuns: 200 },
    );
  });
});
