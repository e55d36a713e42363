import { RetryAfterError } from "inngest";
import { logger } from "../lib/logger";
import { whereThrown } from "../lib/shared/where-thrown";

const DELAYS_SECONDS = [1, 2, 4, 8, 15] as const;
const DELAY_SECONDS_MAX = 30;

/**
 * Does the work of a step. What fails here failed on our side (a database that is
 * being started again, mostly), so it is tried again sooner than Inngest would by
 * itself. Of the error only its name goes out: its message may hold what people sent.
 */
export async function retrySoon<T>(
  attempt: number,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const seconds = DELAYS_SECONDS[attempt] ?? DELAY_SECONDS_MAX;
    const failure = new RetryAfterError(
      "Sluice could not go on",
      `${seconds}s`,
    );
    if (error instanceof Error) {
      failure.name = error.name;
      logger.error(
        { reason: error.name, where: whereThrown(error), attempt },
        "a step failed and is tried again",
      );
    }
    throw failure;
  }
}
