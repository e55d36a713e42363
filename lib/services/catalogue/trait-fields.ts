import { database } from "../../db";
import { isJsonObject } from "../../shared/json";
import { nameOfType } from "../../mapping/value-type";
import { TRAIT_KINDS } from "../../traits/kinds";
import { definitionOf } from "../trait/trait-row";
import type { CatalogueDto } from "./schemas";

type Field = CatalogueDto["data"][number];

const PEOPLE_LOOKED_AT = 200;
const EXAMPLES_MAX = 3;

/** The computed traits of a connection's people, as fields of the stream `users`. */
export async function readTraitFields(connectionId: string): Promise<Field[]> {
  const rows = await database().prisma.computedTrait.findMany({
    where: { connectionId },
    orderBy: { id: "asc" },
  });
  if (rows.length === 0) return [];
  const people = await readSample(connectionId);
  return rows.map((row) => {
    const { types, example } = TRAIT_KINDS[definitionOf(row).kind];
    const values = people.flatMap(({ [row.name]: value }) =>
      isScalar(value) ? [value] : [],
    );
    const examples = [...new Set(values)].slice(0, EXAMPLES_MAX);
    return {
      ...{ path: `traits.${row.name}`, types, typeName: nameOfType(types) },
      filledPercent:
        people.length === 0
          ? 0
          : Math.round((values.length / people.length) * 100),
      examples: examples.length === 0 ? [example] : examples,
      firstSeen: row.createdAt.toISOString(),
      lastSeen: row.updatedAt.toISOString(),
    };
  });
}

async function readSample(
  connectionId: string,
): Promise<Record<string, unknown>[]> {
  const { rows } = await database().pool.query<{ traits: unknown }>(
    `SELECT traits FROM data.heap_user WHERE connection_id = $1 AND traits <> '{}' AND NOT is_gone ORDER BY changed DESC LIMIT ${PEOPLE_LOOKED_AT}`,
    [connectionId],
  );
  return rows.map(({ traits }) => traits).filter(isJsonObject);
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);
