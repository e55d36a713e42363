import { AppError } from "../../errors";
import { tallyIngest } from "../connection/tally-ingest";

type Answer = {
  accepted: number;
  duplicates: number;
  rejected: readonly unknown[];
};

const ACCEPTED = 202;
const MALFORMED = 400;
const FAILED = 500;
const NOTHING = { accepted: 0, duplicates: 0, rejected: [] };

/** Counts what came of a request at a connection's address, and how long it took. */
export async function measureIngest<T extends Answer>(
  connectionId: string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAtMs = performance.now();
  const tally = (status: number, answer: Answer) => {
    const ms = performance.now() - startedAtMs;
    const rejected = answer.rejected.length;
    tallyIngest({ connectionId, status, ms, ...answer, rejected });
  };
  try {
    const answer = await work();
    tally(ACCEPTED, answer);
    return answer;
  } catch (error) {
    tally(error instanceof AppError ? MALFORMED : FAILED, NOTHING);
    throw error;
  }
}
