import { z } from "zod";
import type { ConnectorDefinition } from "../../connectors/connector";
import type { ConnectionKind } from "../../connectors/registry";
import { connectors } from "../../connectors/registry";
import { decryptCredential, encryptCredential } from "../../crypto";
import { database } from "../../db";
import { env } from "../../env";
import { AppError, notFound, type Problem } from "../../errors";
import type { Connection } from "../../generated/prisma/client";
import type { Context } from "../context";
import { publicOrigin } from "../public-origin";
import { ConnectionDto } from "./schemas";

/** What carries encrypted credentials. */
type Sealed = Pick<Connection, "id" | "workspaceId" | "credentials">;

const StoredCredentials = z.record(z.string(), z.string());

/** The connection of this workspace with this id, or else its name. */
export async function findConnection(
  ctx: Context,
  idOrName: string,
): Promise<Connection> {
  const found = await database().prisma.connection.findFirst({
    where: {
      workspaceId: ctx.workspaceId,
      OR: [{ id: idOrName }, { name: idOrName }],
    },
  });
  if (found === null) throw notFound("connection");
  return found;
}

export function toConnectionDto(row: Connection): ConnectionDto {
  return ConnectionDto.parse({
    id: row.id,
    name: row.name,
    kind: row.kind,
    settings: row.settings,
    credentialsSet: namesOfCredentials(row),
    ingestUrl:
      row.ingestKey === null
        ? null
        : `${publicOrigin()}/api/ingest/${row.kind}/${row.ingestKey}`,
  });
}

export function sandboxOrigin(): string {
  return `http://localhost:${env().SANDBOX_PORT}`;
}

/** Parses settings and credentials by the kind's schemas; throws all problems at once. */
export function parseConnection(
  kind: ConnectionKind,
  settings: unknown,
  credentials: unknown,
) {
  return parseParts(connectors[kind], settings, credentials, "The connection");
}

/** The same for whatever has a definition; `name` begins the sentence that refuses it. */
export function parseParts(
  definition: ConnectorDefinition,
  settings: unknown,
  credentials: unknown,
  name: string,
) {
  const parsedSettings = definition.settings.safeParse(settings);
  const parsedCredentials = definition.credentials.safeParse(credentials);
  const problems = [
    ...problemsOf("settings", parsedSettings.error),
    ...problemsOf("credentials", parsedCredentials.error),
  ];
  if (!parsedSettings.success || !parsedCredentials.success) {
    throw new AppError("bad_request", `${name} has problems.`, { problems });
  }
  return { settings: parsedSettings.data, credentials: parsedCredentials.data };
}

function problemsOf(root: string, error: z.ZodError | undefined): Problem[] {
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: [root, ...path].join("."),
    message,
  }));
}

/** Each credential that is set becomes one blob; those of several parts are kept as JSON. */
export function sealCredentials(
  connection: { id: string; workspaceId: string },
  credentials: Record<string, unknown>,
): Record<string, string> {
  const set = Object.entries(credentials).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return Object.fromEntries(
    set.map(([name, value]) => [
      name,
      encryptCredential(JSON.stringify(value), {
        workspaceId: connection.workspaceId,
        connectionId: connection.id,
        name,
      }),
    ]),
  );
}

/** Which credentials are set: all that an answer may tell of them. */
export const namesOfCredentials = (row: Sealed): string[] =>
  Object.keys(StoredCredentials.parse(row.credentials)).sort();

/** Decrypts right before use; the result must reach neither a log nor an answer. */
export function openCredentials(row: Sealed): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(StoredCredentials.parse(row.credentials)).map(
      ([name, blob]) => [
        name,
        JSON.parse(
          decryptCredential(blob, {
            workspaceId: row.workspaceId,
            connectionId: row.id,
            name,
          }),
        ) as unknown,
      ],
    ),
  );
}
