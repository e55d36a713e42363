import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs a file in fresh processes, one after another, and gives what each of
 * them sends. What a JavaScript engine learns while it starts stays with the
 * process, so one process is one sample, however long it measures.
 */
export async function inProcesses<T>(file: URL, count: number): Promise<T[]> {
  const answers: T[] = [];
  for (let index = 0; index < count; index += 1)
    answers.push(await inProcess<T>(file));
  return answers;
}

/**
 * Runs a file in a process of its own, which finds `task` as JSON in its
 * first argument, and gives what it sends.
 */
export function inProcess<T>(
  file: URL,
  task: unknown = null,
  environment: Record<string, string> = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(file), [JSON.stringify(task)], {
      env: { ...process.env, ...environment },
    });
    let answer: T | undefined;
    child.on("message", (message) => (answer = message as T));
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0 && answer !== undefined) resolve(answer);
      else
        reject(
          new Error(`${file.pathname} ended with ${code} and sent no answer.`),
        );
    });
  });
}

/** In such a process: the task that it was given. */
export function givenTask(): unknown {
  return JSON.parse(process.argv[2] ?? "null");
}

/** Sends the answer and ends, whatever is still open. */
export function sendAnswer(answer: unknown): void {
  process.send?.(answer, () => process.exit(0));
}
