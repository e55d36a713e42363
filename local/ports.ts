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

/** Whether somebody listens there already, on any of this host's addresses. */
export async function isPortTaken(port: number): Promise<boolean> {
  for (const host of ["0.0.0.0", "127.0.0.1"]) {
    if (!(await canListen(port, host))) return true;
  }
  return false;
}

async function canListen(port: number, host: string): Promise<boolean> {
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
