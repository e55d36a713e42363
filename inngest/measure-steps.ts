import { Middleware } from "inngest";
import { processMetrics } from "../lib/metrics";

/** A step's number is left out: there would be a series for each. */
const NUMBER_AT_END = /-\d+$/;

/** Measures how long each step took that really ran. */
export class MeasureSteps extends Middleware.BaseMiddleware {
  readonly id = "measure-steps";

  override async wrapStepHandler({
    fn,
    stepInfo,
    next,
  }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    const end = processMetrics().stepDuration.startTimer({
      function: fn.id(),
      step: stepInfo.options.id.replace(NUMBER_AT_END, ""),
    });
    try {
      const result = await next();
      end({ outcome: "ok" });
      return result;
    } catch (error) {
      end({ outcome: "failed" });
      throw error;
    }
  }
}
