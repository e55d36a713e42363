import { database } from "../../db";
import {
  SyncDefinitionSchema,
  type SyncDefinition,
} from "../../sync/definition";

/** The definition that a version runs, as it was published. */
export async function definitionOfVersion(
  syncId: string,
  version: number,
): Promise<SyncDefinition> {
  const row = await database().prisma.syncVersion.findUniqueOrThrow({
    where: { syncId_number: { syncId, number: version } },
  });
  return SyncDefinitionSchema.parse(row.definition);
}
