import { database } from "../../db";
import type { TraitDefinition } from "../../traits/definition";
import { evaluateTrait, type TraitEvent } from "../../traits/evaluate";
import { isJsonObject } from "../../shared/json";
import {
  toEventRow,
  type Arrived,
  type EventRow,
} from "../event-feed/event-row";
import type { TraitPreviewDto } from "./schemas";

const EVENTS_LOOKED_AT = 2_000;
const PEOPLE_MAX = 100;

/** The same of the latest events in the inbox: before the first trait no others are kept. */
export async function previewOfLatest(
  { connectionId, now }: { connectionId: string; now: Date },
  definition: TraitDefinition,
): Promise<Pick<TraitPreviewDto, "basis" | "people">> {
  const { rows } = await database().pool.query<Arrived>(
    `SELECT id, record_key AS "recordKey", event, payload::text AS payload, date_part('epoch', received_at) * 1000 AS "receivedAtMs"
     FROM data.inbox WHERE connection_id = $1 AND stream = 'events' ORDER BY id DESC LIMIT ${EVENTS_LOOKED_AT}`,
    [connectionId],
  );
  const events = rows.flatMap((row) => toEventRow(row) ?? []);
  const people = [...byPerson(events)].slice(0, PEOPLE_MAX);
  return {
    basis: "latest",
    people: people.map(([person, own]) => ({
      person,
      identity: own.find(({ identity }) => identity !== null)?.identity ?? null,
      value: evaluateTrait(definition, own.map(toTraitEvent), now),
    })),
  };
}

function byPerson(events: readonly EventRow[]): Map<string, EventRow[]> {
  const people = new Map<string, EventRow[]>();
  for (const event of events) {
    const own = people.get(event.person);
    if (own === undefined) people.set(event.person, [event]);
    else own.push(event);
  }
  return people;
}

function toTraitEvent({
  event,
  timeMs,
  sessionId,
  properties,
}: EventRow): TraitEvent {
  const parsed: unknown = JSON.parse(properties);
  return {
    ...{ event, timeMs, sessionId: sessionId === "" ? null : sessionId },
    properties: isJsonObject(parsed) ? parsed : {},
  };
}
