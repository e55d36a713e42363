import type { TimeForm } from "./dump-options";

/** A time, given in milliseconds, in one of the forms that sources report. */
export function writeTime(ms: number, form: TimeForm): string | bigint {
  switch (form) {
    case "millis":
      return BigInt(ms);
    case "micros":
      return BigInt(ms) * 1_000n;
    case "iso":
      return new Date(ms).toISOString();
    case "text": {
      const iso = new Date(ms).toISOString();
      return `${iso.slice(0, 10)} ${iso.slice(11, 23)}000`;
    }
  }
}

export function isWrittenAsText(form: TimeForm): boolean {
  return form === "text" || form === "iso";
}
