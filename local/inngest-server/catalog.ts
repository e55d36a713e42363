import type { Database, Transaction } from "./database";
import { parseFunctionConfig } from "./function-config";
import type { FunctionConfig } from "./function-config";

export type RegisteredFunction = FunctionConfig & {
  id: string;
  isArchived: boolean;
};
export type Catalog = {
  /** Reads all functions anew; called whenever they may have changed. */
  load(database: Database | Transaction): Promise<void>;
  get(functionId: string): RegisteredFunction | undefined;
  active(): RegisteredFunction[];
};

/** The registered functions, in memory: only the live server changes them. */
export function createCatalog(): Catalog {
  let functions = new Map<string, RegisteredFunction>();
  return {
    async load(database) {
      const { rows } = await database.query<{
        id: string;
        config: unknown;
        archived: boolean;
      }>(
        "SELECT id, config, archived_at IS NOT NULL AS archived FROM inngest_local.functions",
      );
      functions = new Map(
        rows.map(({ id, config, archived }) => [
          id,
          { ...parseFunctionConfig(config), id, isArchived: archived },
        ]),
      );
    },
    get: (functionId) => functions.get(functionId),
    active: () => [...functions.values()].filter((item) => !item.isArchived),
  };
}
