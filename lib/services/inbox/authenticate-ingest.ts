import { timingSafeEqual } from "node:crypto";
import { sha256Bytes } from "../../crypto";
import { AppError } from "../../errors";
import { findIngestSource, type IngestSource } from "./source";

type Caller = {
  key: string;
  /** Of the request, by lower-case name. */
  header: (name: string) => string | null;
};

/** Whose ingest address was posted at. Throws AppError unauthenticated for a bad key or header. */
export async function authenticateIngest({
  key,
  header,
}: Caller): Promise<IngestSource> {
  const source = await findIngestSource(key);
  if (source === null)
    throw new AppError("unauthenticated", "This ingest key is not known.");
  const { ingestHeader } = source;
  if (
    ingestHeader &&
    !isSame(header(ingestHeader.name.toLowerCase()) ?? "", ingestHeader.value)
  ) {
    throw new AppError(
      "unauthenticated",
      `The header ${ingestHeader.name} is missing or wrong.`,
    );
  }
  return source;
}

/** Compares hashes, so that neither length nor content shows in the time. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(sha256Bytes(given), sha256Bytes(wanted));
}
