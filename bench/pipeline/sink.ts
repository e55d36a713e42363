import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts the sink in a process of its own. */
export async function startSink(): Promise<{ url: string; stop(): void }> {
  const child = fork(
    fileURLToPath(new URL("sink-process.ts", import.meta.url)),
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", ({ port: listening }: { port: number }) =>
      resolve(listening),
    );
    child.once("error", reject);
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}
