import type { JsonObject } from "../../lib/shared/json";

/** A Heap event of about 900 bytes, as the sources of the peers' numbers used. */
export type HeapRecord = {
  event_id: string;
  event: string;
  user_id: string;
  identity?: string;
  session_id: string;
  time: string;
  properties: Record<string, string | number | null>;
};

const PLANS = ["Free", "Pro", "Team", "Enterprise"];
const SOURCES = ["google", "newsletter", "direct", "partner"];

/** The same records every time: nothing random in them. */
export function makeRecords(count: number): HeapRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const record: HeapRecord = {
      event_id: String(9_000_000 + index),
      event: "Sign Up - Completed",
      user_id: String(516_122_017 + index),
      session_id: String(77 + index),
      time: new Date(1_793_527_200_000 + index * 1000).toISOString(),
      properties: {
        plan_name: PLANS[index % 4] ?? "Free",
        seats: (index % 50) + 1,
        amount_usd: (index % 400) / 10,
        utm_source: SOURCES[index % 4] ?? "direct",
        country: index % 2 === 0 ? "fr" : "us",
        path: `/signup/done/${index % 97}`,
        company: `Acme ${index % 211}`,
        referrer: "https://www.example.com/search?q=product+analytics",
        browser: "Chrome 141.0.7390.54",
        device_type: "Desktop",
        platform: "Mac OS X 10.15.7",
        library: "web",
        landing_page: "https://app.example.com/welcome?utm_source=google",
        city: "Paris",
        region: "Ile-de-France",
        experiment: "onboarding-checklist-b",
        title: "Welcome to Example, your workspace is ready",
      },
    };
    // One in three is anonymous, so that the first of two matters.
    if (index % 3 !== 0) record.identity = `user${index}@acme.io`;
    return record;
  });
}

/** The engines' common input. */
export const asJson = (records: HeapRecord[]) =>
  records as unknown as JsonObject[];
