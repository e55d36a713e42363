import type { HeapRecord } from "../scenarios/heap-record";
import { signupEventId, type Moment } from "../scenarios/signup";
import type { Row } from "./columns";
import type { DumpOptions, TimeForm } from "./dump-options";
import { PAGEVIEW_NUMBER_FIRST, SESSION_NUMBER_FIRST } from "./event-numbers";
import { writeTime } from "./written-time";

const LIBRARY = "web";
const DOMAIN = "app.example";
const ADDRESSES = 256;
const LETTERS = 5;

const pages = [
  { path: "/", title: "Welcome" },
  { path: "/pricing", title: "Pricing" },
  { path: "/blog", title: "Blog" },
  { path: "/app", title: "Dashboard" },
  { path: "/app/reports", title: "Reports" },
] as const;

/** What a row of an event needs besides the record. */
export type EventFacts = {
  number: number;
  /** The last stage that changed it by a rebuild. */
  changedIn: number | null;
  /** The names of the properties that were added by the time that it came. */
  added: readonly string[];
};

/** The row of an event; what it knows beyond Heap's own columns is text. */
export function eventRow(
  record: HeapRecord,
  { number, changedIn, added }: EventFacts,
  form: TimeForm,
): Row {
  const row: Row = {
    event_id: BigInt(record.event_id),
    user_id: BigInt(record.user_id),
    session_id: sessionOf(record),
    time: writeTime(Date.parse(record.time), form),
    type: "custom",
    library: LIBRARY,
    ip: addressOf(number),
    target_text: changedIn === null ? null : `Definition ${changedIn + 1}`,
  };
  const { properties } = record;
  for (const name in properties) row[name] = textOf(properties[name]);
  addProperties(row, added, number);
  return row;
}

/** The row of the session that begins with this event. */
export function sessionRow(
  { record }: Moment,
  seed: number,
  session: number,
  form: TimeForm,
): Row {
  const landing = pages[session % pages.length] ?? pages[0];
  const row = visitOf(record, session, form);
  row.event_id = BigInt(signupEventId(seed, SESSION_NUMBER_FIRST + session));
  row.type = LIBRARY;
  row.landing_page = `https://${DOMAIN}${landing.path}`;
  return row;
}

/** The row of the page on which this session begins. */
export function pageviewRow(
  { record }: Moment,
  seed: number,
  session: number,
  form: TimeForm,
): Row {
  const { path, title } = pages[session % pages.length] ?? pages[0];
  const row = visitOf(record, session, form);
  row.event_id = BigInt(signupEventId(seed, PAGEVIEW_NUMBER_FIRST + session));
  row.landing_page = `https://${DOMAIN}${path}`;
  row.path = path;
  row.title = title;
  row.domain = DOMAIN;
  return row;
}

/** Gives a row the properties that were added, one of a few values each. */
export function addProperties(
  row: Row,
  added: readonly string[],
  number: number,
): void {
  for (const name of added) row[name] = `${name} ${number % LETTERS}`;
}

/** The names of properties that were added, each once. */
export function addedNames(
  stages: readonly Pick<DumpOptions, "addedProperty">[],
): string[] {
  return [
    ...new Set(stages.flatMap(({ addedProperty }) => addedProperty ?? [])),
  ];
}

function visitOf(record: HeapRecord, session: number, form: TimeForm): Row {
  const { platform, device_type, country, browser, referrer } =
    record.properties;
  return {
    user_id: BigInt(record.user_id),
    session_id: sessionOf(record),
    time: writeTime(Date.parse(record.time), form),
    library: LIBRARY,
    ip: addressOf(session),
    platform: textOf(platform),
    device_type: textOf(device_type),
    country: textOf(country),
    browser: textOf(browser),
    referrer: textOf(referrer),
  };
}

function sessionOf({ session_id }: HeapRecord): bigint | null {
  return session_id === "" ? null : BigInt(session_id);
}

function textOf(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}

/** From the addresses that are kept for documentation. */
function addressOf(number: number): string {
  return `203.0.113.${number % ADDRESSES}`;
}
