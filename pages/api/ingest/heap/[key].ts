import type { NextApiRequest, NextApiResponse } from "next";
import { answerIngest } from "@/lib/http/answer-ingest";
import { takeHeapPost } from "@/lib/services/inbox/take-heap-post";

// Of the pages router, since that one hands over Node's own request: what the
// app router wraps around it costs more than taking a record does (docs/decisions/0014).
export const config = { api: { bodyParser: false, externalResolver: true } };

/** Where Heap's events and cohort webhooks are posted. A 2xx means: what it accepted is committed. */
export default function handler(
  request: NextApiRequest,
  response: NextApiResponse,
): Promise<void> {
  const { key } = request.query;
  return answerIngest(request, response, (posted) =>
    takeHeapPost({ key: typeof key === "string" ? key : "", ...posted }),
  );
}
