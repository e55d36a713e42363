import type { Random } from "../random";

const EVERY_NTH_STAYS_ANONYMOUS = 5;

const firstNames = [
  "Amara",
  "Anton",
  "Beatriz",
  "Chen",
  "Daniel",
  "Elif",
  "Femi",
  "Greta",
  "Hana",
  "Ines",
  "Jonas",
  "Kavya",
  "Liam",
  "Maya",
  "Noor",
  "Oskar",
  "Priya",
  "Rosa",
  "Samuel",
  "Tomoko",
  "Valentina",
  "Yusuf",
] as const;
const lastNames = [
  "Abara",
  "Becker",
  "Castillo",
  "Demir",
  "Eriksen",
  "Fontaine",
  "Garcia",
  "Haddad",
  "Iyer",
  "Jansen",
  "Kowalska",
  "Lindqvist",
  "Moreau",
  "Nakamura",
  "Okafor",
  "Petrov",
  "Rossi",
  "Sharma",
  "Tanaka",
  "Weber",
] as const;

// Names under .example belong to nobody, so no mail can ever reach anyone.
const companies = [
  { name: "Northwind Labs", domain: "northwind-labs.example" },
  { name: "Brightline", domain: "brightline.example" },
  { name: "Harbor & Co", domain: "harbor-co.example" },
  { name: "Kestrel Health", domain: "kestrelhealth.example" },
  { name: "Oakfield Bank", domain: "oakfieldbank.example" },
  { name: "Pine Street Media", domain: "pinestreet.example" },
  { name: "Quarry Robotics", domain: "quarry-robotics.example" },
  { name: "Tidewater", domain: "tidewater.example" },
] as const;
const roles = [
  "Operations",
  "Marketing",
  "Product",
  "Engineering",
  "Sales",
  "Founder",
] as const;
const devices = [
  { browser: "Chrome", platform: "Windows", device_type: "Desktop" },
  { browser: "Chrome", platform: "Mac OS X", device_type: "Desktop" },
  { browser: "Safari", platform: "Mac OS X", device_type: "Desktop" },
  { browser: "Firefox", platform: "Linux", device_type: "Desktop" },
  { browser: "Edge", platform: "Windows", device_type: "Desktop" },
  { browser: "Mobile Safari", platform: "iOS", device_type: "Mobile" },
  { browser: "Chrome Mobile", platform: "Android", device_type: "Mobile" },
] as const;
const referrers = [
  "https://www.google.com/",
  "https://www.linkedin.com/",
  "https://news.ycombinator.com/",
  "https://www.g2.com/",
  "direct",
] as const;
const countries = [
  "United States",
  "Germany",
  "United Kingdom",
  "Brazil",
  "India",
  "Japan",
  "Canada",
] as const;

export type Person = {
  /** The number that Heap gives to a browser: an integer below 2^53, as text. */
  userId: string;
  /** Null for somebody who never signs up. */
  account: {
    email: string;
    name: string;
    company: string;
    role: string;
  } | null;
  /** On each of this person's events. */
  about: Record<string, string>;
};

/** Makes up the person with this index. */
export function makePerson(random: Random, index: number): Person {
  const device = random.pick(devices);
  const isAnonymous =
    index % EVERY_NTH_STAYS_ANONYMOUS === EVERY_NTH_STAYS_ANONYMOUS - 1;
  return {
    userId: makeUserId(random),
    account: isAnonymous ? null : makeAccount(random, index),
    about: {
      ...device,
      country: random.pick(countries),
      referrer: random.pick(referrers),
    },
  };
}

function makeUserId(random: Random): string {
  const high = random.below(2 ** 21);
  return String(high * 2 ** 32 + random.below(2 ** 32));
}

function makeAccount(random: Random, index: number): Person["account"] {
  const first = random.pick(firstNames);
  const last = random.pick(lastNames);
  const company = random.pick(companies);
  // The index keeps two people of the same name apart.
  const mailbox = `${first}.${last}${index < 10 ? "" : index}`.toLowerCase();
  return {
    email: `${mailbox}@${company.domain}`,
    name: `${first} ${last}`,
    company: company.name,
    role: random.pick(roles),
  };
}
