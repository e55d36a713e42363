import { signupEvents } from "../scenarios/signup";
import type { Column } from "./columns";
import type { TableNames } from "./dump-options";

/** What an event says of somebody who is known. */
const ACCOUNT_COLUMNS = ["name", "email", "company", "role"] as const;

const ids: Column[] = [
  { name: "event_id", kind: "id" },
  { name: "user_id", kind: "id" },
  { name: "session_id", kind: "long" },
];
const visit = texts(
  "library",
  "platform",
  "device_type",
  "country",
  "region",
  "city",
  "ip",
  "referrer",
  "landing_page",
  "landing_page_query",
  "landing_page_hash",
  "browser",
  "utm_source",
  "utm_campaign",
  "utm_medium",
  "utm_term",
  "utm_content",
);

/** How times are written decides whether their columns are text. */
export type TimeKinds = { events: Column["kind"]; users: Column["kind"] };

export function sessionColumns(times: TimeKinds): Column[] {
  return [...ids, timeColumn(times), ...texts("type"), ...visit];
}

export function pageviewColumns(times: TimeKinds): Column[] {
  const page = texts(
    "path",
    "query",
    "hash",
    "title",
    "domain",
    "heap_previous_page",
  );
  return [...ids, timeColumn(times), ...visit, ...page];
}

export function eventColumns(
  event: string,
  times: TimeKinds,
  added: readonly string[],
): Column[] {
  return [
    ...ids,
    timeColumn(times),
    ...texts("type", "library", "platform", "device_type", "country"),
    ...texts("region", "city", "ip", "referrer", "browser", "target_text"),
    ...texts(...ACCOUNT_COLUMNS, ...(signupEvents().get(event) ?? [])),
    ...texts(...added),
  ];
}

export function userColumns(
  times: TimeKinds,
  added: readonly string[],
): Column[] {
  return [
    { name: "user_id", kind: "id" },
    ...texts("identity", "handle", "email"),
    { name: "joindate", kind: times.users },
    { name: "last_modified", kind: times.users },
    ...texts("name", "company", "role", "logins"),
    ...texts("initial_browser", "initial_platform", "initial_device_type"),
    ...texts("initial_country", "initial_referrer"),
    ...texts(...added),
  ];
}

export function migrationColumns(times: TimeKinds): Column[] {
  return [
    { name: "from_user_id", kind: "id" },
    { name: "to_user_id", kind: "id" },
    timeColumn(times),
  ];
}

/** The table of an event: its name in lower case, all but letters and digits as `_`. */
export function tableOf(event: string, names: TableNames): string {
  const others = names === "each" ? /[^a-z0-9]/g : /[^a-z0-9]+/g;
  return event.toLowerCase().replace(others, "_");
}

function timeColumn(times: TimeKinds): Column {
  return { name: "time", kind: times.events };
}

function texts(...names: string[]): Column[] {
  return names.map((name) => ({ name, kind: "text" as const }));
}
