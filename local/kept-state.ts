import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findFreePort, isPortFree } from "./ports";

const Secrets = z.object({
  credentialsKey: z.string(),
  nextAuthSecret: z.string(),
  inngestEventKey: z.string(),
  inngestSigningKey: z.string(),
  demoPassword: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

const Ports = z.object({
  postgres: z.number(),
  inngest: z.number(),
  worker: z.number(),
});
export type Ports = z.infer<typeof Ports>;

/** Keys that are made once and kept in DATA_DIR, readable by its owner only. */
export function keepSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  if (existsSync(file))
    return Secrets.parse(JSON.parse(readFileSync(file, "utf8")));
  const secrets: Secrets = {
    credentialsKey: randomBytes(32).toString("base64"),
    nextAuthSecret: randomBytes(32).toString("base64"),
    inngestEventKey: randomBytes(16).toString("hex"),
    inngestSigningKey: `signkey-prod-${randomBytes(32).toString("hex")}`,
    demoPassword: randomBytes(9).toString("base64url"),
  };
  write(file, secrets);
  return secrets;
}

/** Ports of what listens on this machine only: free ones, the same as last time where they still are. */
export async function keepPorts(dataDir: string): Promise<Ports> {
  const file = join(dataDir, "ports.json");
  const last = existsSync(file)
    ? Ports.parse(JSON.parse(readFileSync(file, "utf8")))
    : null;
  const choose = async (port: number | undefined) =>
    port !== undefined && (await isPortFree(port)) ? port : findFreePort();
  const ports: Ports = {
    postgres: await choose(last?.postgres),
    inngest: await choose(last?.inngest),
    worker: await choose(last?.worker),
  };
  write(file, ports);
  return ports;
}

/** Through a second file, so that a kill leaves the old one or the new one, never half. */
function write(file: string, content: object): void {
  writeFileSync(`${file}.new`, JSON.stringify(content, null, 2), {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}
