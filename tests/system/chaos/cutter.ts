import { connect, createServer, type Socket } from "node:net";
import type { Random } from "../../../local/sandbox/random";
import type { Tally } from "./tally";

const BYTES_UP_MAX = 600_000;
const BYTES_DOWN_MAX = 2_000;

export type Cutter = {
  port: number;
  setCutRate(rate: number): void;
  close(): Promise<void>;
};

/**
 * A TCP proxy between the client and the web process. Of some connections it
 * lets only so many bytes through, up or down, and then cuts them: so requests
 * break off in the middle, and answers are lost.
 */
export async function startCutter(options: {
  port: number;
  targetPort: number;
  random: Random;
  cuts: Tally;
}): Promise<Cutter> {
  const state = { cutRate: 0 };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const web = connect(options.targetPort, "127.0.0.1");
    const end = () => {
      client.destroy();
      web.destroy();
    };
    for (const socket of [client, web]) {
      open.add(socket);
      socket.on("error", end).on("close", () => {
        open.delete(socket);
        end();
      });
    }
    const { random } = options;
    const isDoomed = random.chance(state.cutRate);
    const isUp = random.chance(0.5);
    const cut = (direction: string) => {
      options.cuts.add(`to web, ${direction}`);
      client.resetAndDestroy();
      end();
    };
    const limitUp = isDoomed && isUp ? random.below(BYTES_UP_MAX) : Infinity;
    const limitDown =
      isDoomed && !isUp ? random.below(BYTES_DOWN_MAX) : Infinity;
    pump(client, web, limitUp, () => cut("in a request"));
    pump(web, client, limitDown, () => cut("in an answer"));
  });
  await new Promise<void>((resolve) => {
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    port: options.port,
    setCutRate: (rate) => (state.cutRate = rate),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes bytes on until there were more than the limit. */
function pump(
  from: Socket,
  to: Socket,
  limit: number,
  onLimit: () => void,
): void {
  let bytes = 0;
  from.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limit) onLimit();
    else if (!to.write(chunk)) from.pause();
  });
  to.on("drain", () => from.resume());
}
