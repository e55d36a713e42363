import { z } from "zod";
import { transaction } from "./database";
import type { Database } from "./database";
import { operationSchema, parseJson, stepResult } from "./reply";
import { refusal } from "./http-server";
import type { HttpAnswer } from "./http-server";
import { lockRun, saveStep, StaleJobError } from "./run-state";

const checkpointSchema = z.object({
  qi_id: z.string(),
  generation_id: z.number().int(),
  steps: z.array(operationSchema).min(1),
});

/**
 * Stores the steps that a call has run so far, while it goes on. A repeated step keeps
 * its first value. 409 tells the SDK that the call was given up and its job belongs to
 * another one: it ends there, and its answer is dropped as stale.
 */
export async function receiveCheckpoint(
  options: { database: Database; life: string },
  runId: string,
  text: string,
): Promise<HttpAnswer> {
  const parsed = checkpointSchema.safeParse(parseJson(text));
  if (!parsed.success) return refusal(400, "The checkpoint can't be read");
  const { steps, ...body } = parsed.data;
  const odd = steps.find(({ op }) => op !== "StepRun");
  if (odd) return refusal(400, `${odd.op} can't be checkpointed`);
  const job = { id: body.qi_id, generation: body.generation_id };
  try {
    await transaction(options.database, async (tx) => {
      const run = await lockRun(tx, job, options.life);
      if (run.id !== runId) throw new StaleJobError();
      for (const item of steps) await saveStep(tx, run.id, stepResult(item));
    });
    return { status: 200, body: "" };
  } catch (error) {
    if (!(error instanceof StaleJobError)) throw error;
    return refusal(409, "The job of this call was given to another one");
  }
}
