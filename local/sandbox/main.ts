import { pino } from "pino";
import { readEnvironment } from "./environment";
import { createSandbox, type Sandbox, type SandboxOptions } from "./server";

// Started as `node --import tsx local/sandbox/main.ts <absolute data dir>`: the
// argument only shows, in a list of processes, to which installation it belongs.
const STOP_MS_MAX = 1_800;

const log = pino({ name: "sandbox" });

try {
  const options = readEnvironment(process.env);
  const sandbox = await start(options);
  log.info({ url: sandbox.url }, "sandbox listening");
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stop(sandbox);
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  const onProblem = (problem: string) => {
    log.error({ problem }, "sandbox problem");
  };
  try {
    return await createSandbox({ ...options, onProblem });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const { host, port, dataDir } = options;
    if (code === "EADDRINUSE") {
      throw new Error(
        `The sandbox can't start: port ${port} of ${host} is taken; set SANDBOX_PORT to another.`,
        { cause: error },
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The sandbox can't start with the folder ${dataDir}: ${reason}.`,
      { cause: error },
    );
  }
}

let isStopping = false;

/** A signal to the group comes twice; the second changes nothing. */
function stop(sandbox: Sandbox): void {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(0), STOP_MS_MAX).unref();
  void sandbox.close().finally(() => process.exit(0));
}
