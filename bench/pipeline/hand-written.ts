import { eventText } from "../stack/events";

type Record = {
  event_id: string;
  user_id: string;
  identity: string;
  time: string;
  properties: { [name: string]: string | number };
};

/** A Heap event, parsed, from memory. */
export const eventRecord = (index: number) => parseRecord(eventText(index));
export const parseRecord = (text: string) => JSON.parse(text) as Record;

/** The mapping of the bench written by hand, without a check of anything. */
export function callOf(record: Record, run: string) {
  const { properties: from } = record;
  return {
    type: "track" as const,
    messageId: `${run}-${record.event_id}`,
    event: "Signed Up",
    userId: record.identity,
    anonymousId: `heap-11-${record.user_id}`,
    timestamp: record.time,
    properties: {
      plan: String(from.plan_name).toLowerCase(),
      revenue: Number(from.amount_usd),
      seats: from.seats,
      source: from.utm_source,
      country: String(from.country).toUpperCase(),
      company: from.company,
    },
  };
}
