import { backoffMs, classifyStatus, retryAfterSeconds } from "./fault";

const TRIES_MAX = 3;
const BACKOFF_BASE_MS = 200;
const BACKOFF_CAP_MS = 2_000;
const RESPONSE_CHARACTERS_MAX = 2_000;

/** What came of one request; `none` when no answer came. */
export type SendAnswer =
  | { kind: "answer"; status: number; retryAfter: string | null; text: string }
  | { kind: "none"; message: string; advice: "wait" | "change-connection" };

export type DeliveryFault = {
  kind: "connection" | "sync";
  status: number | null;
  message: string;
  retryAfterSeconds: number | null;
};

/** One request: how many calls it carried, what came back, and after how many milliseconds. */
type SentBatch = { count: number; status: number | null; ms: number };

export type Delivery<T> = {
  delivered: T[];
  rejected: { call: T; status: number; response: string }[];
  /** Without a final answer: to be sent again. */
  unanswered: T[];
  fault: DeliveryFault | null;
  requests: number;
  retries: number;
  batches: SentBatch[];
};

export type DeliveryDeps<T> = {
  send(calls: readonly T[]): Promise<SendAnswer>;
  sleep(ms: number): Promise<void>;
  random(): number;
  now(): Date;
};

/**
 * Sends batches one after the other, which keeps the order. A batch without an
 * answer is tried three times; then it and what follows stay unanswered. A
 * batch that is refused for its records is halved until the single record is
 * left, which is rejected. Every call ends in exactly one list.
 */
export async function deliverBatches<T>(
  batches: readonly (readonly T[])[],
  deps: DeliveryDeps<T>,
): Promise<Delivery<T>> {
  const result: Delivery<T> = {
    delivered: [],
    rejected: [],
    unanswered: [],
    fault: null,
    requests: 0,
    retries: 0,
    batches: [],
  };
  const queue = [...batches];
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    if (result.fault !== null) {
      result.unanswered.push(...batch);
      continue;
    }
    const answer = await sendWithTries(batch, deps, result);
    queue.unshift(...settle(batch, answer, deps.now(), result));
  }
  return result;
}

async function sendWithTries<T>(
  batch: readonly T[],
  deps: DeliveryDeps<T>,
  result: Delivery<T>,
): Promise<SendAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const sentAt = deps.now().getTime();
    const answer = await deps.send(batch);
    result.requests += 1;
    result.batches.push({
      count: batch.length,
      status: answer.kind === "answer" ? answer.status : null,
      ms: deps.now().getTime() - sentAt,
    });
    const waitMs = waitBeforeNext(answer, attempt, deps);
    if (waitMs === null) return answer;
    result.retries += 1;
    await deps.sleep(waitMs);
  }
}

/** Null: this answer stands. A wait that is asked for and long is left to the sync. */
function waitBeforeNext<T>(
  answer: SendAnswer,
  attempt: number,
  deps: DeliveryDeps<T>,
): number | null {
  if (attempt + 1 >= TRIES_MAX) return null;
  const jitterMs = backoffMs(
    attempt,
    BACKOFF_BASE_MS,
    BACKOFF_CAP_MS,
    deps.random(),
  );
  if (answer.kind === "none") return answer.advice === "wait" ? jitterMs : null;
  if (classifyStatus(answer.status) !== "connection") return null;
  const asked = retryAfterSeconds(answer.retryAfter, deps.now());
  if (asked === null) return jitterMs;
  return asked * 1000 <= BACKOFF_CAP_MS ? asked * 1000 : null;
}

/** Books one answer; gives back what is to be sent next in this batch's place. */
function settle<T>(
  batch: readonly T[],
  answer: SendAnswer,
  now: Date,
  result: Delivery<T>,
): (readonly T[])[] {
  const fault = answer.kind === "answer" ? classifyStatus(answer.status) : null;
  if (answer.kind === "answer" && fault === null) {
    result.delivered.push(...batch);
    return [];
  }
  if (answer.kind === "answer" && fault === "record") {
    const [only] = batch;
    if (only !== undefined && batch.length === 1) {
      const response = answer.text.slice(0, RESPONSE_CHARACTERS_MAX);
      result.rejected.push({ call: only, status: answer.status, response });
      return [];
    }
    const middle = Math.ceil(batch.length / 2);
    return [batch.slice(0, middle), batch.slice(middle)];
  }
  result.unanswered.push(...batch);
  result.fault = toFault(answer, fault === "sync" ? "sync" : "connection", now);
  return [];
}

function toFault(
  answer: SendAnswer,
  kind: "connection" | "sync",
  now: Date,
): DeliveryFault {
  if (answer.kind === "none") {
    return {
      kind: answer.advice === "wait" ? "connection" : "sync",
      status: null,
      message: answer.message,
      retryAfterSeconds: null,
    };
  }
  const { status, retryAfter } = answer;
  return {
    kind,
    status,
    message: `The destination answered ${status}.`,
    retryAfterSeconds: retryAfterSeconds(retryAfter, now),
  };
}
