const FRAME = /^ {4}at /;

/**
 * Where an error was thrown, for logs: its stack without its message, which may
 * hold what people sent (a piece of text that is no JSON, a value that is no number).
 */
export function whereThrown({ stack = "", message }: Error): string {
  const begins = message === "" ? 0 : stack.indexOf(message);
  const frames = begins < 0 ? stack : stack.slice(begins + message.length);
  return frames
    .split("\n")
    .filter((line) => FRAME.test(line))
    .join("\n");
}
