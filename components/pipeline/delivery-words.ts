import type { SyncDefinition } from "@/lib/sync/definition";

/** How calls are sent, for people to read: `at most 10 tries each, 50 a second, in each person’s order`. */
export function deliveryWords({
  maxAttempts,
  ratePerSecond,
  order,
}: SyncDefinition["delivery"]): string {
  return [
    `at most ${maxAttempts} ${maxAttempts === 1 ? "try" : "tries"} each`,
    ...(ratePerSecond ? [`${ratePerSecond} a second`] : []),
    order === "person" ? "in each person’s order" : "in any order",
  ].join(", ");
}
