import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export type Mood = "well" | "hanging" | "refusing";

export type Patient = {
  url: string;
  become(mood: Mood): void;
  stop(): void;
};

/** Starts a destination that can fall ill, in a process of its own. */
export async function startPatient(): Promise<Patient> {
  const child = fork(
    fileURLToPath(new URL("patient-process.ts", import.meta.url)),
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", ({ port: listening }: { port: number }) => {
      resolve(listening);
    });
    child.once("error", reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    become: (mood) => void child.send(mood),
    stop: () => void child.kill(),
  };
}
