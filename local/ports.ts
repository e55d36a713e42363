import { createServer } from "node:net";

/** A port that nobody listens on at this moment. */
export async function findFreePort(host = "127.0.0.1"): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      if (address !== null && typeof address === "object") {
        resolve(address.port);
      }
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function isPortFree(
  port: number,
  host = "127.0.0.1",
): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, host, () => {
      resolve(true);
    });
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
