import type { TargetField } from "../mapping/target-field";
import * as type from "../mapping/value-type";

const { TEXT, NUMBER, BOOLEAN, TIME, OBJECT, LIST } = type;

/** A field of Segment's spec: its path, type and what it means. */
type SpecField = readonly [
  path: string,
  type: type.ValueType,
  description: string,
  presence?: TargetField["presence"],
];

const under = (
  prefix: string,
  fields: readonly SpecField[],
): readonly SpecField[] =>
  fields.map(([path, ...rest]) => [`${prefix}.${path}`, ...rest]);

const IDENTIFIERS: readonly SpecField[] = [
  ["userId", TEXT, "Who it is, in your own database.", "oneOf"],
  ["anonymousId", TEXT, "Who it is while nobody knows the userId.", "oneOf"],
];

const ADDRESS: readonly SpecField[] = [
  ["address", OBJECT, "City, country, postal code, state and street."],
  ["address.city", TEXT, "City."],
  ["address.country", TEXT, "Country."],
  ["address.postalCode", TEXT, "Postal code."],
  ["address.state", TEXT, "State."],
  ["address.street", TEXT, "Street."],
];

/** segment.md 2.5: Context fields that a server can know. */
const COMMON: readonly SpecField[] = [
  ["timestamp", TIME, "When it happened."],
  ["context.groupId", TEXT, "The account that the call belongs to."],
  ["context.ip", TEXT, "The person's IP address."],
  ["context.locale", TEXT, "Such as en-US."],
  ["context.timezone", TEXT, "Such as Europe/Paris."],
  ["context.userAgent", TEXT, "The browser's own name."],
  ["context.active", BOOLEAN, "Whether the person did it themselves."],
  ["context.campaign.name", TEXT, "Campaign (utm_campaign)."],
  ["context.campaign.source", TEXT, "Campaign source (utm_source)."],
  ["context.campaign.medium", TEXT, "Campaign medium (utm_medium)."],
  ["context.campaign.term", TEXT, "Campaign term (utm_term)."],
  ["context.campaign.content", TEXT, "Campaign content (utm_content)."],
  ["context.page.url", TEXT, "Address of the page."],
  ["context.page.path", TEXT, "Path of the page."],
  ["context.page.title", TEXT, "Title of the page."],
  ["context.page.referrer", TEXT, "The page before."],
  ["context.page.search", TEXT, "The address's query."],
  [
    "context.traits",
    OBJECT,
    "Traits for destinations; the profile keeps none of them.",
  ],
  ["context.traits.email", TEXT, "E-mail, by which Unify finds the person."],
  ["integrations", OBJECT, "Which destinations get the call."],
];

/** segment.md 2.2 */
const USER_TRAITS: readonly SpecField[] = [
  ["email", TEXT, "E-mail address."],
  ["firstName", TEXT, "First name."],
  ["lastName", TEXT, "Last name."],
  ["name", TEXT, "Full name; made of first and last if absent."],
  ["username", TEXT, "User name."],
  ["phone", TEXT, "Phone number."],
  ["title", TEXT, "Position in the company."],
  ["company", OBJECT, "Name, id, industry, employee_count and plan."],
  ["company.name", TEXT, "The company's name."],
  ["company.id", TEXT | NUMBER, "The company's id."],
  ["company.industry", TEXT, "The company's industry."],
  ["company.employee_count", NUMBER, "How many work there."],
  ["company.plan", TEXT, "The company's plan."],
  ["createdAt", TIME, "When the account was made."],
  ["birthday", TIME, "Birthday."],
  ["age", NUMBER, "Age in years."],
  ["gender", TEXT, "Gender."],
  ["avatar", TEXT, "Address of a picture."],
  ["description", TEXT, "Description."],
  ["website", TEXT, "Website."],
  ["id", TEXT, "Id in your database."],
  ...ADDRESS,
];

/** segment.md 2.3: `employees` is text in the table and a number in its example. */
const GROUP_TRAITS: readonly SpecField[] = [
  ["name", TEXT, "The account's name."],
  ["plan", TEXT, "The plan that it is on."],
  ["industry", TEXT, "Industry."],
  ["employees", TEXT | NUMBER, "How many work there."],
  ["website", TEXT, "Website."],
  ["createdAt", TIME, "When the account was made."],
  ["email", TEXT, "E-mail address."],
  ["phone", TEXT, "Phone number."],
  ["avatar", TEXT, "Address of a picture."],
  ["description", TEXT, "Description."],
  ["id", TEXT, "Id in your database."],
  ...ADDRESS,
];

/** segment.md 2.4 */
const TRACK_PROPERTIES: readonly SpecField[] = [
  ["revenue", NUMBER, "Money that it brought, decimal, not in cents."],
  ["value", NUMBER, "What it is worth, when it is no revenue."],
  ["currency", TEXT, "ISO 4217; USD is assumed."],
];

const PAGE_PROPERTIES: readonly SpecField[] = [
  ["name", TEXT, "Name of the page."],
  ["path", TEXT, "Path of the page."],
  ["referrer", TEXT, "The page before."],
  ["search", TEXT, "The address's query."],
  ["title", TEXT, "Title of the page."],
  ["url", TEXT, "Address of the page."],
  ["keywords", LIST, "Keywords."],
];

/** The calls of Segment's spec, one row each: what they carry and where. */
const SEGMENT_CALLS = {
  track: {
    bag: "properties",
    fields: [
      [
        "event",
        TEXT,
        "What happened: noun and past-tense verb, such as Plan Upgraded.",
        "required",
      ],
      ...IDENTIFIERS,
      ["properties", OBJECT, "Everything known about it."],
      ...under("properties", TRACK_PROPERTIES),
      ...COMMON,
    ],
  },
  identify: {
    bag: "traits",
    fields: [
      ...IDENTIFIERS,
      ["traits", OBJECT, "Everything known about the person."],
      ...under("traits", USER_TRAITS),
      ...COMMON,
    ],
  },
  group: {
    bag: "traits",
    fields: [
      ["groupId", TEXT, "The account.", "required"],
      ...IDENTIFIERS,
      ["traits", OBJECT, "Everything known about the account."],
      ...under("traits", GROUP_TRAITS),
      ...COMMON,
    ],
  },
  page: {
    bag: "properties",
    fields: [
      ...IDENTIFIERS,
      ["name", TEXT, "Name of the page."],
      ["properties", OBJECT, "Everything known about it."],
      ...under("properties", PAGE_PROPERTIES),
      ...COMMON,
    ],
  },
  screen: {
    bag: "properties",
    fields: [
      ...IDENTIFIERS,
      ["name", TEXT, "Name of the screen."],
      ["properties", OBJECT, "Everything known about it."],
      ...under("properties", [["name", TEXT, "Name of the screen."]]),
      ...COMMON,
    ],
  },
  alias: {
    bag: null,
    fields: [
      ["previousId", TEXT, "Who it was until now.", "required"],
      [
        "userId",
        TEXT,
        "Who it is from now on, in your own database.",
        "required",
      ],
      ...COMMON,
    ],
  },
} as const satisfies Record<string, SegmentCall>;

type SegmentCall = {
  /** Where everything is that the call tells of its subject. */
  bag: "properties" | "traits" | null;
  fields: readonly SpecField[];
};

export type SegmentCallType = keyof typeof SEGMENT_CALLS;

/** The member of a call that holds what it tells; null for one that tells nothing but ids. */
export const bagOf = (call: SegmentCallType): SegmentCall["bag"] =>
  SEGMENT_CALLS[call].bag;

/** The typed fields of a call, required ones first. */
export function specTargets(call: SegmentCallType): TargetField[] {
  const fields: readonly SpecField[] = SEGMENT_CALLS[call].fields;
  return fields.map(([path, fieldType, description, presence]) => ({
    ...{ path, type: fieldType, description, from: "spec" as const },
    presence: presence ?? "optional",
  }));
}
