import { z } from "zod";

/** One field as the data has it. */
const FieldDto = z.object({
  /** As a mapping writes it; the fields of a list's elements are below `items[]`. */
  path: z.string(),
  /** A set of kinds, as lib/mapping/value-type.ts numbers them. */
  types: z.number(),
  typeName: z.string(),
  /** Of the records that were looked at. */
  filledPercent: z.number(),
  examples: z.array(z.union([z.string(), z.number(), z.boolean()])),
  firstSeen: z.string(),
  lastSeen: z.string(),
});

export const CatalogueDto = z.object({
  /** Records that were looked at. */
  sampled: z.number(),
  data: z.array(FieldDto),
});
export type CatalogueDto = z.infer<typeof CatalogueDto>;

/** Fields that came or went since the sync was published. */
export const DriftDto = z.object({
  new: z.array(
    z.object({ event: z.string(), path: z.string(), since: z.string() }),
  ),
  vanished: z.array(
    z.object({
      event: z.string(),
      path: z.string(),
      lastSeen: z.string(),
      /** Whether the mapping or the filter reads it. */
      isUsed: z.boolean(),
    }),
  ),
});
export type DriftDto = z.infer<typeof DriftDto>;
