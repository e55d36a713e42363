import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";

const Batch = z.object({
  batch: z.array(
    z.object({
      messageId: z.string(),
      properties: z.object({ person: z.string(), number: z.number() }),
    }),
  ),
});
type Taken = { messageId: string; person: string; number: number };

/**
 * A Segment whose answers are given beforehand, a list for each record: a batch
 * is answered by the next answer of its first record that has one other than
 * 200 left, and taken when there is none.
 */
export async function startScriptedSegment(
  answersOf: (person: string, number: number) => number[],
) {
  const left = new Map<string, number[]>();
  const taken: Taken[] = [];
  let requests = 0;
  const next = (call: Taken): number => {
    const list = left.get(call.messageId) ?? [
      ...answersOf(call.person, call.number),
    ];
    left.set(call.messageId, list);
    return list[0] ?? 200;
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests += 1;
      const calls = Batch.parse(JSON.parse(body)).batch.map(
        ({ messageId, properties }) => ({ messageId, ...properties }),
      );
      const refused = calls.find((call) => next(call) !== 200);
      if (refused !== undefined) {
        const list = left.get(refused.messageId) ?? [];
        // The last answer of a list stands for good.
        answer(response, (list.length > 1 ? list.shift() : list[0]) ?? 500);
        return;
      }
      taken.push(...calls);
      answer(response, 200);
    });
  });
  await new Promise<void>((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      resolve();
    }),
  );
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The scripted Segment has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    taken,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(status === 200 ? `{"success":true}` : `{"error":"${status}"}`);
}
