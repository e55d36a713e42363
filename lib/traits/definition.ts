import { z } from "zod";
import { ConditionSchema } from "../mapping/condition";
import { parsePath } from "../shared/json-path";
import { checkWhere } from "./check-where";
import { propertyKeys } from "./property-path";

/** Of one connection: all are computed by one statement. */
export const TRAITS_MAX = 50;
const EVENTS_MAX = 50;
const EVENT_CHARACTERS_MAX = 512;
/** As a path of the stream `users` has it without quotes. */
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const NAME_CHARACTERS_MAX = 64;
const DAYS_MAX = 3_650;

const EventName = z
  .string()
  .min(1, "Choose an event")
  .max(EVENT_CHARACTERS_MAX)
  .refine((name) => !name.includes("\0"), "should be text");

/** What every trait has: which events of a person it looks at. */
const ofEvents = {
  name: z
    .string()
    .regex(
      NAME,
      "should begin with a letter and hold letters, digits and _ only, such as reports_30_days",
    )
    .max(NAME_CHARACTERS_MAX),
  /** One, several, or null for any. */
  event: z
    .union([EventName, z.array(EventName).min(1).max(EVENTS_MAX)])
    .nullable()
    .default(null),
  where: ConditionSchema.nullable()
    .default(null)
    .superRefine((where, ctx) => {
      for (const message of where === null ? [] : checkWhere(where))
        ctx.addIssue({ code: "custom", message });
    }),
  /** How far to look back from now; without it, at everything. */
  in: z.strictObject({ days: z.number().int().min(1).max(DAYS_MAX) }).nullish(),
};

const property = z
  .string({ error: "Choose a property" })
  .refine((path) => parsePath(path) !== null, "should be a path")
  .refine(
    (path) => propertyKeys(path) !== null,
    "should be below properties, such as properties.amount",
  );

const plain = <Kind extends string>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), ...ofEvents });
const ofProperty = <Kind extends string>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), ...ofEvents, property });

/** What is computed of a person's events, and what it is called in Segment. */
export const TraitDefinitionSchema = z.discriminatedUnion("kind", [
  plain("count"),
  plain("firstTime"),
  plain("lastTime"),
  plain("activeDays"),
  plain("sessions"),
  plain("lastActiveDate"),
  z.strictObject({
    kind: z.literal("adopted"),
    ...ofEvents,
    atLeast: z.number().int().min(1).max(1_000_000).default(1),
  }),
  ofProperty("mostFrequent"),
  ofProperty("sum"),
  ofProperty("average"),
]);
export type TraitDefinition = z.infer<typeof TraitDefinitionSchema>;
export type TraitKind = TraitDefinition["kind"];

/** The events that a trait looks at; null: any. */
export function eventsOf({
  event,
}: Pick<TraitDefinition, "event">): readonly string[] | null {
  return typeof event === "string" ? [event] : event;
}

/** Whether two definitions say the same. */
export const isSameTrait = (a: TraitDefinition, b: TraitDefinition): boolean =>
  saying(a) === saying(b);

const saying = (definition: TraitDefinition) =>
  JSON.stringify({
    ...TraitDefinitionSchema.parse(definition),
    event: eventsOf(definition),
  });
