import { Agent, request } from "undici";
import { givenTask, sendAnswer } from "../in-processes";
import { eventText } from "../stack/events";
import { inLanes } from "./in-lanes";
import type { IngestTask } from "./task";

// Posts at the ingest address over connections that stay open; the bodies are
// made before the clock starts. Answers records a second, all of them committed.
const { ingestUrl, from, records, recordsPerRequest, connections } =
  givenTask() as IngestTask;
const bodies = Array.from(
  { length: records / recordsPerRequest },
  (_, request) => bodyOf(from + request * recordsPerRequest),
);
const dispatcher = new Agent({ connections, pipelining: 1 });
const tookMs = await inLanes(connections, bodies, async (body) => {
  const answer = await request(ingestUrl, {
    ...{ method: "POST", dispatcher, body },
    headers: { "content-type": "application/json" },
  });
  const { accepted } = (await answer.body.json()) as { accepted: number };
  if (answer.statusCode !== 202 || accepted !== recordsPerRequest)
    throw new Error(`Ingest answered ${answer.statusCode}, took ${accepted}`);
});
sendAnswer((records * 1_000) / tookMs);

function bodyOf(first: number): Buffer {
  const texts = Array.from({ length: recordsPerRequest }, (_, at) =>
    eventText(first + at),
  );
  return Buffer.from(`[${texts.join(",")}]`);
}
