import type { Mapping } from "@/lib/mapping/expression";

/** By these a call says whom it is about. */
export const IDENTITY_FIELDS = ["userId", "anonymousId", "previousId"] as const;

export const isIdentityField = (name: string): boolean =>
  IDENTITY_FIELDS.some((one) => one === name);

/** The fields of a mapping whose names are wanted. */
export const pickFields = (
  mapping: Mapping,
  isWanted: (name: string) => boolean,
): Mapping =>
  Object.fromEntries(
    Object.entries(mapping).filter(([name]) => isWanted(name)),
  );
