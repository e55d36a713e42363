import {
  claimIdempotencyKey,
  keepIdempotentAnswer,
  type IdempotentCall,
} from "../services/idempotency";

/** Runs a POST once per Idempotency-Key; a repeat gets the first answer. A failure frees the key. */
export async function answerOnce(
  call: IdempotentCall,
  handle: () => Promise<Response>,
): Promise<Response> {
  const kept = await claimIdempotencyKey(call);
  if (kept !== null) {
    return new Response(kept.body === "" ? null : kept.body, {
      status: kept.status,
      headers: {
        "content-type": "application/json",
        "idempotent-replayed": "true",
      },
    });
  }
  try {
    const response = await handle();
    const body = await response.clone().text();
    await keepIdempotentAnswer(call, { status: response.status, body });
    return response;
  } catch (error) {
    await keepIdempotentAnswer(call, null);
    throw error;
  }
}
