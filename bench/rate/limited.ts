import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LimitedTask, Seen } from "./task";

export type Limited = {
  url: string;
  /** Every request so far, in the order in which they came. */
  seen(): Promise<Seen[]>;
  stop(): void;
};

/** Starts a destination that takes so many requests a second, in a process of its own. */
export async function startLimited(task: LimitedTask): Promise<Limited> {
  const file = new URL("limited-process.ts", import.meta.url);
  const child = fork(fileURLToPath(file), [JSON.stringify(task)]);
  const { port } = await nextMessage<{ port: number }>(child);
  return {
    url: `http://127.0.0.1:${port}`,
    seen() {
      const answer = nextMessage<Seen[]>(child);
      child.send("seen");
      return answer;
    },
    stop: () => void child.kill(),
  };
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error("The limited destination ended."));
    child.once("exit", end);
    child.once("message", (message) => {
      child.off("exit", end);
      resolve(message as T);
    });
  });
}
