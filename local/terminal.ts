import { PassThrough } from "node:stream";
import pretty from "pino-pretty";

/** Lines for people: logs of all processes, made readable; other lines as they are. */
export function createTerminal(): { log: (line: string) => void } {
  const input = new PassThrough();
  input.pipe(
    pretty({
      colorize: process.stdout.isTTY,
      ignore: "pid,hostname",
      singleLine: true,
      translateTime: "SYS:HH:MM:ss",
      destination: 1,
      sync: true,
    }),
  );
  return {
    log: (line) => {
      input.write(`${line}\n`);
    },
  };
}
