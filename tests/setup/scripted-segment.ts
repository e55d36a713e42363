import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { scriptedRecords } from "../../lib/sync/testing/scripted-records";

const Batch = z.object({
  batch: z.array(
    z.object({
      messageId: z.string(),
      properties: z.object({ person: z.string(), number: z.number() }),
    }),
  ),
});
type Sent = { id: string; person: string; number: number };

/** Segment's batch call before a destination whose answers are scripted for each record. */
export async function startScriptedSegment(
  answersOf: (person: string, number: number) => number[],
) {
  const { reply, taken } = scriptedRecords<Sent>(({ person, number }) =>
    answersOf(person, number),
  );
  let requests = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests += 1;
      const { batch } = Batch.parse(JSON.parse(body));
      const calls = batch.map(({ messageId: id, properties }) => ({
        ...{ id, ...properties },
      }));
      const given = reply(calls);
      answer(response, given.kind === "answer" ? given.status : 500);
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
