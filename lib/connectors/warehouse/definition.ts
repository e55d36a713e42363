import { z } from "zod";
import type { ConnectorDefinition } from "../connector";

const text = z.string().trim().min(1);

/** Stored only: no sync of this release loads a warehouse. */
export const warehouseDefinition = {
  kind: "warehouse",
  title: "Warehouse",
  settings: z.strictObject({
    engine: z.enum(["postgres"]),
    host: text,
    port: z.number().int().min(1).max(65_535).default(5432),
    database: text,
    schema: text,
  }),
  credentials: z.strictObject({ user: text, password: text }),
  fields: [],
} as const satisfies ConnectorDefinition;
