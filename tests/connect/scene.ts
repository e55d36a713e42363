import { expect } from "vitest";
import { startEngine } from "../setup/engine";
import { openBucket } from "./read-bucket";

export const BUCKET = "heap-rs3-sandbox";

export type Dump = {
  dumpId: number;
  tables: { name: string; rows: number; incremental: boolean }[];
};

export type InboxRow = {
  payload: Record<string, unknown>;
  generation: number;
  record_key: string;
};

export type Scene = Awaited<ReturnType<typeof startScene>>;

/** The engine, the sandbox's bucket, and connections that read it; `environment` is set beside the rest. */
export async function startScene(environment: Record<string, string> = {}) {
  const engine = await startEngine(environment);
  const { app, ctx, sandboxUrl } = engine;
  let names = 0;
  const input = (id: string) => ({ ctx, input: { id } });
  const read = (id: string) => app.readConnect(input(id));
  return {
    ...{ engine, input, read, bucket: openBucket(sandboxUrl, BUCKET) },

    async writeDump(request: object): Promise<Dump> {
      const response = await fetch(`${sandboxUrl}/_control/connect`, {
        ...{ method: "POST", body: JSON.stringify(request) },
      });
      const text = await response.text();
      expect(response.status, text).toBe(200);
      return JSON.parse(text) as Dump;
    },

    /** A connection to the sandbox's bucket. */
    async aConnection(connect: object = {}, credentials: object = {}) {
      names += 1;
      const { id, ingestUrl } = await app.createConnection({
        ctx,
        input: {
          ...{ name: `connect-${names}`, kind: "heap" },
          settings: {
            ...{ appId: "11", region: "sandbox" },
            connect: { bucket: BUCKET, region: "us-east-1", ...connect },
          },
          credentials: {
            s3: { accessKeyId: "sandbox", secretAccessKey: "sandbox-secret" },
            ...credentials,
          },
        },
      });
      return { id, key: ingestUrl?.split("/").at(-1) ?? "" };
    },

    /** A connection that reads a warehouse. */
    async aWarehouseConnection(
      connect: object,
      credentials: object,
      region = "us",
    ) {
      names += 1;
      const { id } = await app.createConnection({
        ctx,
        input: {
          ...{ name: `warehouse-${names}`, kind: "heap" },
          settings: { appId: "11", region, connect },
          credentials,
        },
      });
      return id;
    },

    /** Says that every table of events is read, under the name that is guessed or given. */
    async nameTables(id: string, given: Record<string, string> = {}) {
      const { tables } = await read(id);
      await app.changeConnectTables({
        ctx,
        input: {
          id,
          body: {
            tables: tables
              .filter(({ kind }) => kind !== "users" && kind !== "migrations")
              .map(({ name, guess }) => ({
                ...{ name, event: given[name] ?? guess, isIncluded: true },
              })),
          },
        },
      });
    },

    /** Reads all that is there, with every table. */
    async readAll(id: string, given: Record<string, string> = {}) {
      expect(await engine.workImport(id)).toBe("idle");
      await this.nameTables(id, given);
      expect(await engine.workImport(id)).toBe("idle");
      return read(id);
    },

    async recordsOf(id: string, stream: string): Promise<InboxRow[]> {
      const { rows } = await app
        .database()
        .pool.query<InboxRow>(
          "SELECT payload, generation, record_key FROM data.inbox WHERE connection_id = $1 AND stream = $2 ORDER BY id",
          [id, stream],
        );
      return rows;
    },
  };
}
