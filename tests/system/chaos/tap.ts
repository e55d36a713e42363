import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { Random } from "../../../local/sandbox/random";
import type { Tally } from "./tally";
import type { Witness } from "./witness";

/** A fault of the sandbox lasts longer than any slow answer should. */
const SLOW_MS = 400;

export type TapOptions = {
  port: number;
  /** The sandbox's origin. */
  upstream: string;
  witness: Witness;
  random: Random;
  /** Answers by what became of them. */
  answers: Tally;
  cuts: Tally;
  /** How long the destination may keep silent until the network gives the connection up. */
  silenceMsMax: number;
};

export type Tap = {
  url: string;
  /** The share of requests whose connection is cut somewhere. */
  setCutRate(rate: number): void;
  /** While dead, nothing gets an answer from here. */
  setDead(isDead: boolean): void;
  close(): Promise<void>;
};

type Cut = "request" | "half a request" | "answer" | "half an answer" | null;
type State = { cutRate: number; isDead: boolean };
type Upstream = {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
  ms: number;
};

/**
 * A proxy in front of the sandbox, as the network is one: it cuts connections
 * in the middle of requests and answers, can be dead, and lets the witness see
 * everything that passes.
 */
export async function startTap(options: TapOptions): Promise<Tap> {
  const state: State = { cutRate: 0, isDead: false };
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (incoming, outgoing) => {
      void pass(options, state, incoming, outgoing).catch(() =>
        cutOff(outgoing),
      );
    },
  );
  await new Promise<void>((resolve) => {
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${options.port}`,
    setCutRate: (rate) => (state.cutRate = rate),
    setDead(isDead) {
      state.isDead = isDead;
      if (isDead) server.closeAllConnections();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(
  options: TapOptions,
  state: State,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const cut = drawCut(options.random, state);
  if (cut !== null && !state.isDead) options.cuts.add(`to Segment, ${cut}`);
  if (state.isDead || cut === "request") {
    if (state.isDead) options.answers.add("dead");
    cutOff(outgoing);
    return;
  }
  const body = await readWhole(incoming);
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const givenUp = setTimeout(() => gone.abort(), options.silenceMsMax);
  if (cut === "half a request") {
    await forward(options, incoming, body, gone.signal, true).catch(() => null);
    cutOff(outgoing);
    return;
  }
  const isBatch = incoming.url?.endsWith("/v1/batch") === true;
  const seen = isBatch ? options.witness.arrive(body.toString("utf8")) : [];
  const answer = await forward(options, incoming, body, gone.signal).catch(
    (error: unknown) => toName(error, gone.signal),
  );
  clearTimeout(givenUp);
  if (isBatch) options.answers.add(nameOf(answer));
  if (typeof answer === "string") {
    cutOff(outgoing);
    return;
  }
  if (answer.status === 200) options.witness.accept(seen);
  reply(outgoing, answer, cut);
}

function drawCut(random: Random, { cutRate }: State): Cut {
  if (!random.chance(cutRate)) return null;
  return random.pick(["request", "half a request", "answer", "half an answer"]);
}

function cutOff(outgoing: ServerResponse): void {
  outgoing.socket?.resetAndDestroy();
}

function reply(outgoing: ServerResponse, answer: Upstream, cut: Cut): void {
  if (cut === "answer") {
    cutOff(outgoing);
    return;
  }
  outgoing.writeHead(answer.status, answer.headers);
  if (cut !== "half an answer") {
    outgoing.end(answer.body);
    return;
  }
  outgoing.write(answer.body.subarray(0, answer.body.length / 2), () =>
    cutOff(outgoing),
  );
}

async function readWhole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>)
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Sends a request on, whole or cut in its middle; rejects when no whole answer comes back. */
function forward(
  { upstream }: TapOptions,
  incoming: IncomingMessage,
  body: Buffer,
  signal: AbortSignal,
  isHalf = false,
): Promise<Upstream> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(new URL(incoming.url ?? "/", upstream), {
      method: incoming.method ?? "GET",
      headers: { ...incoming.headers, "content-length": body.length },
      signal,
    });
    outgoing.once("error", reject);
    outgoing.once("response", (response) => {
      readWhole(response).then(
        (whole) =>
          resolve({
            ...{ status: response.statusCode ?? 0, headers: response.headers },
            ...{ body: whole, ms: performance.now() - startedAt },
          }),
        reject,
      );
    });
    if (!isHalf) outgoing.end(body);
    else
      outgoing.write(body.subarray(0, body.length / 2), () =>
        outgoing.destroy(),
      );
  });
}

/** What kept an answer from coming. */
function toName(error: unknown, gone: AbortSignal): string {
  if (gone.aborted) return "timeout";
  const code =
    error instanceof Error && "code" in error ? String(error.code) : "error";
  return code === "ECONNRESET" ? "reset" : code;
}

function nameOf(answer: Upstream | string): string {
  if (typeof answer === "string") return answer;
  const { status, body, ms } = answer;
  if (status !== 200)
    return body.includes('"fault"') ? `fault ${status}` : String(status);
  if (!body.includes('"success":true')) return "malformed";
  return ms > SLOW_MS ? "slow" : "well";
}
