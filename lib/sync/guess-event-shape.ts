import { isJsonObject, type Json, type JsonObject } from "../shared/json";
import { formatPath } from "../shared/json-path";
import { REST, type EventShape, type SHAPE_IDS } from "./event-shape";

export type ExampleField = { path: string; value: Json };

type Guessed = "event" | "time" | (typeof SHAPE_IDS)[number];

/** What fields are called that hold a part; the first that is there is taken. Letters and digits only. */
const NAMES: Record<Guessed, readonly string[]> = {
  event: ["event", "eventname", "eventtype", "name", "type", "action"],
  user_id: ["userid", "heapuserid", "heapid"],
  identity: [
    "identity",
    "useridentity",
    "email",
    "mail",
    "useremail",
    "username",
  ],
  time: [
    "time",
    "timestamp",
    "eventtime",
    "occurredat",
    "sentat",
    "createdat",
    "date",
  ],
  event_id: ["eventid", "id", "messageid"],
  session_id: ["sessionid", "session"],
};
const PROPERTIES = ["properties", "eventproperties"];

/** The fields of an example, with those of objects in it: Heap's webhooks nest one level, without lists. */
export function fieldsOf(example: JsonObject): ExampleField[] {
  return Object.entries(example).flatMap(([name, value]) =>
    isJsonObject(value)
      ? Object.entries(value).flatMap(([inner, nested]) =>
          fieldAt([name, inner], nested),
        )
      : fieldAt([name], value),
  );
}

const fieldAt = (
  segments: string[],
  value: Json | undefined,
): ExampleField[] =>
  value === undefined ? [] : [{ path: formatPath(segments), value }];

/** Which field is what, by their names: a start for somebody who looks at it. */
export function guessEventShape(example: JsonObject): EventShape {
  const fields = fieldsOf(example);
  const find = (part: Guessed): string | null => {
    for (const name of NAMES[part]) {
      const field = fields.find((one) => plain(lastName(one.path)) === name);
      if (field !== undefined) return field.path;
    }
    return null;
  };
  return {
    event: find("event") ?? { value: "" },
    ...{ user_id: find("user_id"), identity: find("identity") },
    ...{ time: find("time"), event_id: find("event_id") },
    session_id: find("session_id"),
    properties: propertiesOf(example),
  };
}

function propertiesOf(example: JsonObject): string {
  const found = Object.entries(example).find(
    ([name, value]) => isJsonObject(value) && PROPERTIES.includes(plain(name)),
  );
  return found === undefined ? REST : formatPath([found[0]]);
}

const lastName = (path: string): string => path.split(".").at(-1) ?? path;

const plain = (name: string): string =>
  name.toLowerCase().replace(/[^a-z0-9]/g, "");
