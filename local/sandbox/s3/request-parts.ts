import type { IncomingHttpHeaders } from "node:http";
import { S3Error } from "./s3-error";

/** What of a request a signature covers, as it came over the wire. */
export type SignedRequest = {
  method: string;
  /** Still percent-encoded. */
  rawPath: string;
  rawQuery: string;
  headers: IncomingHttpHeaders;
};

/** Parts a request's target at its question mark, without decoding anything. */
export function splitTarget(url: string): {
  rawPath: string;
  rawQuery: string;
} {
  const mark = url.indexOf("?");
  return mark === -1
    ? { rawPath: url, rawQuery: "" }
    : { rawPath: url.slice(0, mark), rawQuery: url.slice(mark + 1) };
}

/** The parameters in the order in which they came; a plus is a plus. */
export function parseQuery(rawQuery: string): [string, string][] {
  return rawQuery
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const mark = part.indexOf("=");
      const name = mark === -1 ? part : part.slice(0, mark);
      const value = mark === -1 ? "" : part.slice(mark + 1);
      return [decodePart(name), decodePart(value)];
    });
}

/** Throws InvalidURI where the percent-encoding is broken. */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidURI", "Couldn't parse the specified URI.");
  }
}

/** Percent-encodes as Amazon's signatures want it: all but letters, digits and `-._~`. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A header's value, of a repeated one the first. */
export function headerOf(
  headers: IncomingHttpHeaders,
  name: string,
): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
