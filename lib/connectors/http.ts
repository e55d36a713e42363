import { lookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, request } from "undici";
import { ConnectorError } from "./connector-error";
import { createOutboundGuard, type OutboundGuard } from "./outbound-guard";

const CONNECT_TIMEOUT_MS = 5_000;
const TOTAL_TIMEOUT_MS = 30_000;
const MIB = 1_048_576;
const ANSWER_BYTES_MAX = MIB;
const CONNECTIONS_MAX = 16;

type HttpRequest = {
  method: "GET" | "POST";
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** 1 MiB, if nobody says otherwise. */
  answerBytesMax?: number;
};

export type HttpAnswer = {
  status: number;
  retryAfter: string | null;
  /** The header `X-RateLimit-Reset`. */
  rateLimitReset: string | null;
  text: string;
};

export type Http = {
  send(call: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
};

/**
 * The only way out: each connection goes to an address that was checked, and
 * redirects are not followed, so that no answer leads elsewhere. Throws
 * ConnectorError when there is no answer.
 */
export function createHttp(allow: readonly string[]): Http {
  const guard = createOutboundGuard(allow);
  const agent = new Agent({
    connect: guardedConnector(guard),
    connections: CONNECTIONS_MAX,
    pipelining: 1,
  });
  return {
    send: (call) => send(agent, guard, call),
    close: () => agent.close(),
  };
}

async function send(
  agent: Agent,
  guard: OutboundGuard,
  call: HttpRequest,
): Promise<HttpAnswer> {
  const url = checkedUrl(call.url, guard);
  try {
    const response = await request(url, {
      method: call.method,
      headers: { "user-agent": "sluice", ...call.headers },
      body: call.body ?? null,
      dispatcher: agent,
      signal: AbortSignal.timeout(TOTAL_TIMEOUT_MS),
    });
    const header = (name: string) => {
      const value = response.headers[name];
      return typeof value === "string" ? value : null;
    };
    return {
      status: response.statusCode,
      retryAfter: header("retry-after"),
      rateLimitReset: header("x-ratelimit-reset"),
      text: await readBounded(
        response.body,
        call.answerBytesMax ?? ANSWER_BYTES_MAX,
      ),
    };
  } catch (error) {
    throw toConnectorError(error, url);
  }
}

/** Literal addresses never pass a look-up, so they are checked here. */
function checkedUrl(text: string, guard: OutboundGuard): URL {
  if (!URL.canParse(text))
    throw new ConnectorError("The address is no URL.", "change-connection");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConnectorError(
      "The address must start with http:// or https://.",
      "change-connection",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConnectorError(
      "The address may not carry a name or password.",
      "change-connection",
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const refusal =
    isIP(host) === 0 ? null : guard.refusal(host, portOf(url), host);
  if (refusal !== null)
    throw new ConnectorError(`${refusal}.`, "change-connection");
  return url;
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function guardedConnector(guard: OutboundGuard): buildConnector.connector {
  return (options, callback) => {
    const port =
      Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const connect = buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
      lookup: guardedLookup(guard, port),
    });
    connect(options, callback);
  };
}

/** Every address of a name is checked, and the connection goes to one of those. */
export function guardedLookup(
  guard: OutboundGuard,
  port: number,
): LookupFunction {
  return (host, options, callback) => {
    lookup(
      host,
      { ...options, all: true },
      (error, addresses: LookupAddress[]) => {
        if (error !== null) {
          callback(error, []);
          return;
        }
        for (const { address } of addresses) {
          const refusal = guard.refusal(host, port, address);
          if (refusal === null) continue;
          callback(new ConnectorError(`${refusal}.`, "change-connection"), []);
          return;
        }
        const [first] = addresses;
        if (options.all === true || first === undefined)
          callback(null, addresses);
        else callback(null, first.address, first.family);
      },
    );
  };
}

async function readBounded(
  body: AsyncIterable<Buffer>,
  bytesMax: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax)
      throw new ConnectorError(
        `The answer is over ${bytesMax / MIB} MiB.`,
        "wait",
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function toConnectorError(error: unknown, url: URL): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const reason = error instanceof Error ? error : new Error(String(error));
  if (reason.cause instanceof ConnectorError) return reason.cause;
  if (reason.name === "TimeoutError") {
    return new ConnectorError(
      `${url.host} did not answer within 30 s.`,
      "wait",
      { cause: error },
    );
  }
  const code = "code" in reason ? String(reason.code) : reason.name;
  return new ConnectorError(`${url.host} can't be reached (${code}).`, "wait", {
    cause: error,
  });
}
