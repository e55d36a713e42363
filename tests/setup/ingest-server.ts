import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";

export type IngestServer = { origin: string; stop(): void };

/** The ingest address over HTTP, as Next serves it: the key in the path becomes a query. */
export async function startIngestServer(): Promise<IngestServer> {
  const { default: handler } =
    await import("../../pages/api/ingest/heap/[key]");
  const server = createServer((request, response) => {
    const key = request.url?.split("/").at(-1) ?? "";
    void handler(
      Object.assign(request, { query: { key } }) as unknown as NextApiRequest,
      response as NextApiResponse,
    );
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
