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

function inProcess<T>(file: URL): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(file));
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
