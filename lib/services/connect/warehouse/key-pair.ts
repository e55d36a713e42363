import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { HeapCredentials } from "../../../connectors/heap/definition";
import { database } from "../../../db";
import { badRequest } from "../../../errors";
import {
  openCredentials,
  sealCredentials,
} from "../../connection/connection-row";
import { requireRole, type VerbArgs } from "../../context";
import { findHeap } from "../read";
import type { KeyPairDto } from "../schemas";
import { warehouseSettingsOf } from "./settings";

const BITS = 2_048;

/**
 * Makes the pair of keys that a connection signs in to Snowflake with. The private
 * one never leaves; the answer is the statement that tells Snowflake the other.
 */
export async function makeKeyPair({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<KeyPairDto> {
  requireRole(ctx, "admin");
  const row = await findHeap(ctx, input.id);
  const connect = warehouseSettingsOf(row);
  if (connect?.kind !== "snowflake")
    throw badRequest("Only connections that read Snowflake have such a key.");
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: BITS,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const credentials = HeapCredentials.parse(openCredentials(row));
  await database().prisma.connection.update({
    where: { id: row.id },
    data: {
      credentials: sealCredentials(row, {
        ...credentials,
        snowflake: { privateKey },
      }),
    },
  });
  return { statement: alterUser(connect.user, publicKey) };
}

function alterUser(user: string, publicKey: string): string {
  const body = publicKey.replace(/-----[A-Z ]+-----|\s/g, "");
  const name = `"${user.toUpperCase().replaceAll('"', '""')}"`;
  return `ALTER USER ${name} SET RSA_PUBLIC_KEY='${body}';`;
}
