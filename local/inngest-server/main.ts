import { pino } from "pino";
import { readEnvironment } from "./environment";
import { createInngestServer } from "./server";
import type { InngestServer } from "./server";

// Arguments are ignored: one may show, in a list of processes, to whom this one belongs.
const STOP_MS_MAX = 3_900;

const log = pino({ name: "inngest-server" });
let isStopping = false;

try {
  const server = await createInngestServer({
    ...readEnvironment(process.env),
    log,
  });
  log.info({ url: server.url }, "listening");
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => stop(server));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

/** A signal to the group comes twice; the second changes nothing. */
function stop(server: InngestServer): void {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(0), STOP_MS_MAX).unref();
  void server.close().finally(() => process.exit(0));
}
