const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;
/** Then the browser asks anew, and so shows again who it is. */
const LIFE_MS = 10 * 60_000;
/** Events that nobody has taken yet; beyond it the reader is let go. */
const WAITING_MAX = 2_000;

export type EventSink = {
  /** Answers false when the reader does not keep up. */
  send: (event: { id: number; data: unknown }) => boolean;
  /** Ends the stream; `isFinal` tells the reader not to come back. */
  end: (isFinal: boolean) => void;
};

/**
 * Answers server-sent events. `start` gets the sink and answers what stops the
 * source, which is called once, however the stream ends.
 */
export function eventStream(start: (sink: EventSink) => () => void): Response {
  let stop: () => void = () => undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = run(controller, start);
      },
      cancel: () => stop(),
    },
    { highWaterMark: WAITING_MAX },
  );
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // Nobody on the way may gather or compress what should arrive at once.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

function run(
  controller: ReadableStreamDefaultController<Uint8Array>,
  start: (sink: EventSink) => () => void,
): () => void {
  const encoder = new TextEncoder();
  let isOpen = true;
  const write = (text: string) => {
    if (isOpen) controller.enqueue(encoder.encode(text));
    return isOpen && (controller.desiredSize ?? 0) > 0;
  };
  const heart = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
  const life = setTimeout(() => end(false), LIFE_MS);
  const close = () => {
    isOpen = false;
    clearInterval(heart);
    clearTimeout(life);
    stopSource();
  };
  const end = (isFinal: boolean) => {
    if (!isOpen) return;
    if (isFinal) write("event: end\ndata: {}\n\n");
    close();
    controller.close();
  };
  let stopSource: () => void = () => undefined;
  write(`retry: ${RETRY_MS}\n\n`);
  stopSource = start({
    send: ({ id, data }) =>
      write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
    end,
  });
  return close;
}
