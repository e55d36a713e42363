import { z } from "zod";
import type { DumpSeries } from "../connect/dump-series";
import { FaultRequest, type Faults } from "../faults";
import { CohortRequest, postCohort } from "../heap/cohort-webhook";
import { jsonAnswer, type Answer } from "../http/answer";
import type { Call } from "../http/call";
import type { ExternalId } from "../s3/sts";
import type { SystemState } from "../state/system-state";
import { FaultTarget, System } from "../systems";
import { ConnectRequest, writeDump } from "./connect";
import { EmitRequest, type Emitter } from "./emitter";
import { isIngestOfApp } from "./ingest-target";
import { findReceived, receivedAnswer, ReceivedQuery } from "./received";

export type ControlDeps = {
  states: Record<System, SystemState>;
  faults: Faults;
  emitter: Emitter;
  dumps: DumpSeries;
  externalId: ExternalId;
  /** Origin of the app that scenarios and cohorts may be posted at. */
  appUrl: string | null;
  /** Forgets all, and what is not in `states` too. */
  reset(): Promise<void>;
};

const SeenRequest = z.strictObject({
  system: System,
  ids: z.array(z.string()),
});

const ExternalIdRequest = z.strictObject({
  /** Null: any will do. */
  externalId: z.string().min(1).nullable(),
});

type Handler = (call: Call, deps: ControlDeps) => Answer | Promise<Answer>;

const handlers: Readonly<Record<string, Handler>> = {
  "GET /_control/stats": (_call, { states }) =>
    jsonAnswer(200, {
      segment: states.segment.stats(),
      heap: states.heap.stats(),
    }),
  "GET /_control/received": (call, { states }) => {
    const given = [...call.query].filter(([, value]) => value !== "");
    const query = ReceivedQuery.parse(Object.fromEntries(given));
    return receivedAnswer(findReceived(states, query));
  },
  "POST /_control/seen": (call, { states }) => {
    const { system, ids } = parseBody(SeenRequest, call);
    return jsonAnswer(200, { unseen: states[system].unseen(ids) });
  },
  "GET /_control/faults": (_call, { faults }) => faultsAnswer(faults),
  "POST /_control/faults": (call, { faults }) => {
    faults.set(parseBody(FaultRequest, call));
    return faultsAnswer(faults);
  },
  "DELETE /_control/faults": (call, { faults }) => {
    faults.clear(FaultTarget.nullable().parse(call.query.get("system")));
    return faultsAnswer(faults);
  },
  "GET /_control/emit": (_call, { emitter }) =>
    jsonAnswer(200, { data: emitter.list() }),
  "POST /_control/emit": emit,
  "POST /_control/connect": (call, { dumps }) =>
    writeDump(dumps, parseBody(ConnectRequest, call)),
  "POST /_control/connect/external-id": (call, { externalId }) => {
    externalId.value = parseBody(ExternalIdRequest, call).externalId;
    return jsonAnswer(200, { externalId: externalId.value });
  },
  "POST /_control/cohort": async (call, { appUrl }) => {
    const request = parseBody(CohortRequest, call);
    const refusal = refuseTarget(request.to, appUrl);
    if (refusal !== null) return refusal;
    return jsonAnswer(200, { posted: await postCohort(request) });
  },
  "POST /_control/reset": async (_call, deps) => {
    await deps.reset();
    return jsonAnswer(200, { reset: true });
  },
};

/** Answers a call below `/_control`; refusals are JSON with a message. */
export async function answerControl(
  call: Call,
  deps: ControlDeps,
): Promise<Answer> {
  const handler = handlers[`${call.method} ${call.path}`];
  if (handler === undefined) return unknownCall(call);
  try {
    return await handler(call, deps);
  } catch (error) {
    if (error instanceof z.ZodError) return invalid(error);
    if (error instanceof SyntaxError) {
      return refuse(400, "invalid_json", "The body is no JSON");
    }
    if (error instanceof RangeError) {
      return refuse(400, "invalid_input", error.message);
    }
    throw error;
  }
}

export function refuse(status: number, error: string, message: string): Answer {
  return jsonAnswer(status, { error, message });
}

function emit(call: Call, { appUrl, emitter }: ControlDeps): Answer {
  const request = parseBody(EmitRequest, call);
  const refusal = refuseTarget(request.to, appUrl);
  if (refusal !== null) return refusal;
  emitter.start(request);
  return jsonAnswer(202, { emitting: request.events });
}

/** Null where the sandbox may post. */
function refuseTarget(to: string, appUrl: string | null): Answer | null {
  if (appUrl === null)
    return refuse(400, "no_app", "SANDBOX_APP_URL is not set");
  if (isIngestOfApp(to, appUrl)) return null;
  const rule = `"to" must be ${appUrl}/api/ingest/heap/{key}: the sandbox posts at this app and nowhere else`;
  return refuse(400, "foreign_target", rule);
}

function faultsAnswer(faults: Faults): Answer {
  return jsonAnswer(200, { faults: faults.list() });
}

function parseBody<T>(schema: z.ZodType<T>, call: Call): T {
  return schema.parse(JSON.parse(call.body.toString("utf8")));
}

function invalid(error: z.ZodError): Answer {
  const errors = error.issues.map(({ path, message }) => ({
    path: path.join("."),
    message,
  }));
  const message = errors
    .map((one) =>
      one.path === "" ? one.message : `${one.path}: ${one.message}`,
    )
    .join("; ");
  return jsonAnswer(400, { error: "invalid_input", message, errors });
}

function unknownCall(call: Call): Answer {
  const isKnownPath = Object.keys(handlers).some((name) =>
    name.endsWith(` ${call.path}`),
  );
  return isKnownPath
    ? refuse(405, "method_not_allowed", `${call.method} is not for this path`)
    : refuse(404, "not_found", `No such control call: ${call.path}`);
}
