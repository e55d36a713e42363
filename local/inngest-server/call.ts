import { Agent, request } from "undici";
import { canonicalJson } from "./canonical-json";
import type { RegisteredFunction } from "./catalog";
import type { Job } from "./claim";
import type { Database } from "./database";
import { readReply, transportError } from "./reply";
import type { Outcome } from "./reply";
import { lostCallDelayMs } from "./retry-delay";
import { isSignedBy, sign } from "./signature";
import { ulid } from "./ulid";

type CallResult =
  | Outcome
  /** Nobody listens at the app's address. */
  | { kind: "refused" }
  /** The run is over: there is nothing to call. */
  | { kind: "obsolete" };
export type Caller = {
  call(
    job: Job,
    target: RegisteredFunction,
    stop: AbortSignal,
  ): Promise<CallResult>;
  close(): Promise<void>;
};

const CALL_MS_MAX = 7_205_000;
const CONNECT_MS_MAX = 10_000;
const REQUEST_BYTES_MAX = 4_194_304;
const RESPONSE_BYTES_MAX = 8_388_608;
const STEPS_MAX = 1_000;

type RunState = {
  event: unknown;
  request_version: number;
  must_plan: boolean;
  steps: [stepId: string, value: unknown][];
};

/** Makes calls to the app: one POST that continues a function or runs one planned step. */
export function createCaller(database: Database, signingKey: string): Caller {
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_MS_MAX },
    keepAliveTimeout: 4_000,
  });
  return {
    async call(job, target, stop) {
      const run = await loadRun(database, job.run_id);
      if (run === null) return { kind: "obsolete" };
      const requestId = ulid();
      const body = canonicalJson(requestBody(job, run, requestId));
      const overflow = overflowOf(run, body);
      if (overflow !== null) return overflow;
      try {
        const reply = await post(agent, job, target.url, {
          body,
          headers: requestHeaders(job, run, requestId, body, signingKey),
          stop,
        });
        return readSigned(reply, signingKey);
      } catch (error) {
        return networkFault(error, job.attempt);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Run and steps in one snapshot: the order of the steps is the order of their completion. */
async function loadRun(
  database: Database,
  runId: string,
): Promise<RunState | null> {
  const { rows } = await database.query<RunState>(
    `SELECT event, request_version, must_plan, (
       SELECT coalesce(json_agg(json_build_array(step_id, value) ORDER BY position), '[]')
       FROM inngest_local.steps WHERE run_id = r.id) AS steps
     FROM inngest_local.runs AS r WHERE id = $1 AND status = 'Running'`,
    [runId],
  );
  return rows[0] ?? null;
}

/** With `fn_id` and `qi_id` the SDK checkpoints each step and goes on in the same call. */
function requestBody(job: Job, run: RunState, requestId: string): unknown {
  return {
    ctx: {
      run_id: job.run_id,
      fn_id: job.function_id,
      step_id: job.step_id ?? "step",
      attempt: job.attempt,
      max_attempts: job.attempts_max,
      qi_id: job.id,
      job_id: job.id,
      request_id: requestId,
      env: "",
      disable_immediate_execution: run.must_plan,
      use_api: false,
      stack: {
        stack: run.steps.map(([stepId]) => stepId),
        current: job.stack_current,
      },
    },
    event: run.event,
    events: [run.event],
    steps: Object.fromEntries(run.steps),
    defers: {},
    use_api: false,
    version: run.request_version,
  };
}

function requestHeaders(
  job: Job,
  run: RunState,
  requestId: string,
  body: string,
  signingKey: string,
): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-run-id": job.run_id,
    "x-request-id": requestId,
    "x-inngest-generation-id": String(job.generation),
    "x-inngest-job-id": job.id,
    "x-inngest-req-version": String(run.request_version),
    "x-inngest-step-id": job.step_id ?? "step",
    "x-inngest-signature": sign(body, signingKey, Date.now()),
  };
}

async function post(
  agent: Agent,
  job: Job,
  address: string,
  message: { body: string; headers: Record<string, string>; stop: AbortSignal },
) {
  const url = new URL(address);
  url.searchParams.set("stepId", job.step_id ?? "step");
  const timeout = AbortSignal.timeout(CALL_MS_MAX);
  const response = await request(url, {
    method: "POST",
    dispatcher: agent,
    headers: message.headers,
    body: message.body,
    signal: AbortSignal.any([message.stop, timeout]),
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > RESPONSE_BYTES_MAX) {
      throw new Error(`the answer is larger than ${RESPONSE_BYTES_MAX} bytes`);
    }
    chunks.push(part);
  }
  return {
    status: response.statusCode,
    headers: response.headers,
    text: Buffer.concat(chunks).toString("utf8"),
  };
}

/** An answer that comes from the SDK must carry its signature; what comes from a proxy has neither. */
function readSigned(
  reply: Awaited<ReturnType<typeof post>>,
  signingKey: string,
): Outcome {
  const signature = String(reply.headers["x-inngest-signature"] ?? "");
  const isFromSdk = reply.headers["x-inngest-sdk"] !== undefined;
  if (isFromSdk && !isSignedBy(signature, reply.text, signingKey, Date.now())) {
    return transportError("The answer of the app is not signed with our key.");
  }
  return readReply(reply);
}

function overflowOf(run: RunState, body: string): Outcome | null {
  const error =
    run.steps.length >= STEPS_MAX
      ? {
          name: "InngestErrFunctionOverflowed",
          message: `The run has reached ${STEPS_MAX} steps.`,
        }
      : Buffer.byteLength(body) > REQUEST_BYTES_MAX
        ? {
            name: "InngestErrStateOverflowed",
            message: `Event and step results exceed ${REQUEST_BYTES_MAX} bytes.`,
          }
        : null;
  if (error === null) return null;
  return { kind: "error", error, isFinal: true, retryAfterMs: null };
}

function networkFault(error: unknown, attempt: number): CallResult {
  const code =
    error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED") return { kind: "refused" };
  const reason = error instanceof Error ? error.message : String(error);
  return {
    ...transportError(`Unable to reach SDK URL: ${code} ${reason}`),
    retryAfterMs: lostCallDelayMs(attempt),
  };
}
