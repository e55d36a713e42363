import type { NextApiRequest, NextApiResponse } from "next";
import { answerIngest } from "@/lib/http/answer-ingest";
import { ingestHeap } from "@/lib/services/inbox/ingest-heap";

// Of the pages router, since that one hands over Node's own request: what the
// app router wraps around it costs more than taking a record does (docs/decisions/0014).
export const config = { api: { bodyParser: false, externalResolver: true } };

/** Where Heap events are posted. A 202 means: what it accepted is committed. */
export default function handler(
  request: NextApiRequest,
  response: NextApiResponse,
): Promise<void> {
  const { key } = request.query;
  return answerIngest(request, response, (posted) =>
    ingestHeap({ key: typeof key === "string" ? key : "", ...posted }),
  );
}
