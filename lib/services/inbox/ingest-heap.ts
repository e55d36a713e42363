import { timingSafeEqual } from "node:crypto";
import { HeapSettings } from "../../connectors/heap/definition";
import { sha256Bytes, sha256Hex } from "../../crypto";
import { database } from "../../db";
import { AppError, badRequest } from "../../errors";
import { checkHeapEvent } from "../../sync/heap-event";
import {
  splitJson,
  splitLines,
  type RawRecord,
} from "../../sync/split-records";
import { withSpan } from "../../tracing";
import { wakeSyncs } from "../sync/wake";
import { appendToInbox, type InboxRecord } from "./append";
import { keepRefused, type Refused } from "./keep-refused";
import { measureIngest } from "./measure-ingest";

const INGEST_KEY = /^[0-9A-Za-z]+$/;

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

/**
 * Takes what was posted at a connection's ingest address. When this returns,
 * what it accepted is committed; what it rejected is kept as dead letters.
 * Throws AppError: unauthenticated for a bad key or header, bad_request when
 * the body is malformed as a whole (then nothing is stored).
 */
export function ingestHeap(input: IngestInput): Promise<IngestAnswer> {
  return withSpan("ingest", async (span) => {
    const connection = await authenticate(input);
    const answer = await measureIngest(connection.id, () =>
      take(connection, input),
    );
    span.setAttributes({
      "sluice.connection": connection.id,
      "sluice.accepted": answer.accepted,
      "sluice.duplicates": answer.duplicates,
      "sluice.rejected": answer.rejected.length,
    });
    return answer;
  });
}

async function take(
  connection: { id: string; workspaceId: string },
  input: IngestInput,
): Promise<IngestAnswer> {
  const records = split(input);
  const good: InboxRecord[] = [];
  const refused: Refused[] = [];
  records.forEach((record, index) => {
    const outcome = judge(record, connection.id);
    if (outcome.ok) good.push({ ...outcome, text: record.text });
    else refused.push({ index, message: outcome.message, text: record.text });
  });
  const accepted = await withSpan("append to inbox", () =>
    appendToInbox(connection.id, good),
  );
  await keepRefused(connection, refused);
  if (accepted > 0)
    await withSpan("wake syncs", () => wakeSyncs(connection.id, "events"));
  return {
    accepted,
    duplicates: good.length - accepted,
    rejected: refused.map(({ index, message }) => ({ index, message })),
  };
}

async function authenticate({ key, header }: IngestInput) {
  const connection = INGEST_KEY.test(key)
    ? await database().prisma.connection.findUnique({
        where: { ingestKey: key },
      })
    : null;
  if (connection?.kind !== "heap")
    throw new AppError("unauthenticated", "This ingest key is not known.");
  const { ingestHeader } = HeapSettings.parse(connection.settings);
  if (
    ingestHeader &&
    !isSame(header(ingestHeader.name.toLowerCase()) ?? "", ingestHeader.value)
  ) {
    throw new AppError(
      "unauthenticated",
      `The header ${ingestHeader.name} is missing or wrong.`,
    );
  }
  return connection;
}

/** Compares hashes, so that neither length nor content shows in the time. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(sha256Bytes(given), sha256Bytes(wanted));
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

function judge(record: RawRecord, connectionId: string) {
  if (record.value === null)
    return { ok: false as const, message: record.problem ?? "is malformed" };
  return checkHeapEvent(record.value, connectionId, sha256Hex);
}
