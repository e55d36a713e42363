import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { givenTask } from "../in-processes";
import { eventText } from "../stack/events";

const EVERY_MS = 100;

// Posts records at a steady rate until its parent is gone.
const { ingestUrl, recordsPerSecond } = givenTask() as {
  ingestUrl: string;
  recordsPerSecond: number;
};
const dispatcher = new Agent({ connections: 4 });
const perRequest = (recordsPerSecond * EVERY_MS) / 1_000;
process.on("disconnect", () => process.exit(0));
for (let from = 0; ; from += perRequest) {
  const texts = Array.from({ length: perRequest }, (_, at) =>
    eventText(from + at),
  );
  const sent = request(ingestUrl, {
    ...{ method: "POST", dispatcher, body: `[${texts.join(",")}]` },
    headers: { "content-type": "application/json" },
  });
  void sent.then(({ body }) => body.dump());
  await sleep(EVERY_MS);
}
