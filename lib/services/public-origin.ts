import { env } from "../env";

/** Where people and senders reach Sluice, without a slash at the end. */
export function publicOrigin(): string {
  return (env().NEXTAUTH_URL ?? `http://localhost:${env().PORT}`).replace(
    /\/+$/,
    "",
  );
}
