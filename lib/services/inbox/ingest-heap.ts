import { badRequest } from "../../errors";
import { createCoalescer } from "../../shared/coalesce";
import {
  splitJson,
  splitLines,
  type RawRecord,
} from "../../sync/split-records";
import { withSpan } from "../../tracing";
import { wakeSyncs } from "../sync/wake";
import { authenticateIngest } from "./authenticate-ingest";
import { appendToInbox, SourceChangedError, type InboxRecord } from "./append";
import { judgeRecord } from "./judge-record";
import { keepRefused, type Refused } from "./keep-refused";
import { measureIngest } from "./measure-ingest";
import {
  forgetIngestSource,
  hasSourceChanged,
  type IngestSource,
} from "./source";

export type IngestInput = {
  key: string;
  /** Of the request, by lower-case name. */
  header: (name: string) => string | null;
  format: "json" | "lines";
  text: string;
};

export type IngestAnswer = {
  accepted: number;
  duplicates: number;
  rejected: { index: number; message: string }[];
};

const wake = createCoalescer((connectionId) =>
  wakeSyncs(connectionId, "events"),
);

/**
 * Takes what was posted at a connection's ingest address. When this returns,
 * what it accepted is committed; what it rejected is kept as dead letters.
 * Throws AppError: unauthenticated for a bad key or header, bad_request when
 * the body is malformed as a whole (then nothing is stored).
 */
export function ingestHeap(input: IngestInput): Promise<IngestAnswer> {
  return withSpan("ingest", async (span) => {
    const source = await authenticateIngest(input);
    const answer = await measureIngest(source.id, () =>
      takeAsItStands(source, input),
    );
    span.setAttributes({
      "sluice.connection": source.id,
      "sluice.accepted": answer.accepted,
      "sluice.duplicates": answer.duplicates,
      "sluice.rejected": answer.rejected.length,
    });
    return answer;
  });
}

/** Who posts, and what is made of it, is asked again when the connection changed since it was remembered. */
async function takeAsItStands(
  source: IngestSource,
  input: IngestInput,
): Promise<IngestAnswer> {
  try {
    return await take(source, input);
  } catch (error) {
    if (!(error instanceof SourceChangedError)) throw error;
    forgetIngestSource(input.key);
    return take(await authenticateIngest(input), input);
  }
}

async function take(
  source: IngestSource,
  input: IngestInput,
): Promise<IngestAnswer> {
  const { good, refused } = judgeAll(split(input), source);
  // What is taken is taken by the connection as it is; what is refused must be too.
  if (refused.length > 0 && (await hasSourceChanged(source)))
    throw new SourceChangedError();
  const accepted = await withSpan("append to inbox", () =>
    appendToInbox(source, good),
  );
  // First: what was taken goes on, whatever becomes of what was not.
  if (accepted > 0) await withSpan("wake syncs", () => wake(source.id));
  await keepRefused(source, refused);
  return {
    accepted,
    duplicates: good.length - accepted,
    rejected: refused.map(({ index, message }) => ({ index, message })),
  };
}

function judgeAll(records: RawRecord[], source: IngestSource) {
  const good: InboxRecord[] = [];
  const refused: Refused[] = [];
  records.forEach((record, index) => {
    const outcome = judgeRecord(record, source);
    if (outcome.ok) good.push(outcome.record);
    else refused.push({ index, message: outcome.message, text: record.text });
  });
  return { good, refused };
}

function split({ format, text }: IngestInput): RawRecord[] {
  if (format === "lines") return splitLines(text);
  try {
    return splitJson(text);
  } catch (error) {
    throw badRequest(
      error instanceof Error
        ? `The body is malformed: ${error.message}.`
        : "The body is malformed.",
    );
  }
}
