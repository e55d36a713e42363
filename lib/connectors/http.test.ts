import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConnectorError } from "./connector-error";
import { createHttp } from "./http";

let server: Server;
let port: number;
let reached = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    reached += 1;
    if (request.url === "/redirect") {
      response
        .writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` })
        .end();
    } else if (request.url === "/big") {
      response.end("x".repeat(1_100_000));
    } else if (request.url === "/cut") {
      response.socket?.destroy();
    } else {
      response.writeHead(200, { "retry-after": "3" }).end("hello");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const problemOf = (url: string, allow: string[] = []) =>
  createHttp(allow)
    .send({ method: "GET", url })
    .then(
      (answer) => `answered ${answer.status}`,
      (error: unknown) =>
        error instanceof ConnectorError
          ? error.message
          : `not ours: ${String(error)}`,
    );

describe("an outbound call", () => {
  it.each([
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f000001",
    "0.0.0.0",
    "[64:ff9b::7f00:1]",
    "localhost.",
  ])("does not reach this machine as %s", async (host) => {
    const before = reached;
    const message = await problemOf(`http://${host}:${port}/`);
    expect(message).not.toContain("not ours");
    expect(message).not.toContain("answered");
    expect(reached).toBe(before);
  });

  it("reaches a private address that is allowed, by name, port or range", async () => {
    for (const allow of [
      "localhost",
      `localhost:${port}`,
      "127.0.0.0/8",
      "127.0.0.1",
    ]) {
      expect(
        await problemOf(`http://localhost:${port}/`, [allow, "::1/128"]),
      ).toBe("answered 200");
    }
    expect(
      await problemOf(`http://localhost:${port}/`, [`localhost:${port + 1}`]),
    ).toContain("OUTBOUND_ALLOW");
  });

  it("never reaches a metadata service, allowed or not", async () => {
    expect(
      await problemOf("http://169.254.169.254/", ["169.254.0.0/16"]),
    ).toContain("metadata service");
  });

  it.each(["ftp://example.com/", "http://user:word@example.com/", "nonsense"])(
    "refuses %s",
    async (url) => {
      expect(await problemOf(url)).toContain("The address");
    },
  );

  it("follows no redirect", async () => {
    const before = reached;
    expect(
      await problemOf(`http://127.0.0.1:${port}/redirect`, ["127.0.0.1"]),
    ).toBe("answered 302");
    expect(reached).toBe(before + 1);
  });

  it("reads no more than 1 MiB, and says when a connection is cut", async () => {
    expect(
      await problemOf(`http://127.0.0.1:${port}/big`, ["127.0.0.1"]),
    ).toContain("over 1 MiB");
    expect(
      await problemOf(`http://127.0.0.1:${port}/cut`, ["127.0.0.1"]),
    ).toContain("can't be reached");
  });
});
