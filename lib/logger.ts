import { pino } from "pino";
import { env } from "./env";

/** Ids and counts only: no payloads, no credentials. The paths below are a second wall. */
export const logger = pino({
  level: env().LOG_LEVEL,
  base: { process: env().SLUICE_ROLE },
  redact: {
    paths: [
      "authorization",
      "cookie",
      "password",
      "credentials",
      "*.authorization",
      "*.cookie",
      "*.password",
      "*.credentials",
      "*.writeKey",
      "*.apiKey",
      "*.token",
    ],
    censor: "[redacted]",
  },
});
