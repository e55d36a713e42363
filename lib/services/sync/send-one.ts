import { z } from "zod";
import { ConnectorError } from "../../connectors/connector-error";
import { postBatch } from "../../connectors/segment/client";
import { badRequest } from "../../errors";
import { newSecret } from "../../ids";
import { segmentTarget } from "../connection/segment-target";
import { findConnection } from "../connection/connection-row";
import { requireRole, type VerbArgs } from "../context";
import { outbound } from "../outbound";
import { toResult } from "./preview";
import { findSync } from "./sync-row";
import type { SendOneDto } from "./schemas";
import { asArrived, prepareTrial, TrialInput } from "./trial";

const SendOneInput = TrialInput.extend({
  record: z.record(z.string(), z.json()),
}).strict();

/**
 * Sends what the definition makes of one record, now and for real, and tells
 * the destination's answer. Its message id is a new one: the sync's own
 * delivery of the same record is another call. Nothing is booked.
 */
export async function sendOne({
  ctx,
  input,
}: VerbArgs<{ id: string; body: unknown }>): Promise<SendOneDto> {
  requireRole(ctx, "editor");
  await findSync(ctx, input.id);
  const { record, definition: given } = SendOneInput.parse(input.body);
  const { definition, decide, problems } = await prepareTrial(
    ctx,
    input.id,
    given,
  );
  if (problems.length > 0)
    throw badRequest("The mapping has problems.", problems);
  const decision = decide(asArrived(record));
  if (decision.outcome !== "send")
    throw badRequest(
      decision.outcome === "filtered"
        ? "The filter leaves this record out, so there is nothing to send."
        : "This record can't be sent.",
      decision.outcome === "invalid" ? decision.problems : [],
    );
  const call = {
    ...(JSON.parse(decision.text) as object),
    messageId: `slc_try_${newSecret()}`,
  };
  const { payload, ...rest } = toResult(decision);
  const destination = await findConnection(
    ctx,
    definition.destination.connection,
  );
  return {
    ...rest,
    payload: payload === null ? null : call,
    answer: await post(segmentTarget(destination), call),
  };
}

async function post(
  target: ReturnType<typeof segmentTarget>,
  call: object,
): Promise<SendOneDto["answer"]> {
  try {
    const texts = [JSON.stringify(call)];
    const { status, text } = await postBatch(
      outbound(),
      target,
      texts,
      new Date(),
    );
    return { status, text: text.slice(0, 2_000) };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { status: null, text: error.message };
  }
}
