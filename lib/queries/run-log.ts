import { useEffect, useRef, useState } from "react";
import { RunLogLineDto } from "../services/run/schemas";

const LINES_SHOWN_MAX = 2_000;
const GATHER_MS = 100;
const RETRY_MS = 5_000;

export type LogConnection = "connecting" | "live" | "ended" | "lost";

type Log = { lines: RunLogLineDto[]; connection: LogConnection };

/**
 * The log of a run as it is written: its newest lines, then each that comes. The
 * browser comes back by itself where it left off; when it is refused, after a while.
 */
export function useRunLog(runId: string): Log {
  const [log, setLog] = useState<Log>({ lines: [], connection: "connecting" });
  const lastId = useRef<number | null>(null);
  useEffect(() => follow(runId, lastId, setLog), [runId]);
  return log;
}

function follow(
  runId: string,
  lastId: { current: number | null },
  setLog: (change: (log: Log) => Log) => void,
): () => void {
  let waiting: RunLogLineDto[] = [];
  let source: EventSource | null = null;
  const tell = (connection: LogConnection) =>
    setLog((log) => ({ ...log, connection }));
  // Many lines come at once: the page is drawn again for all of them.
  const gather = setInterval(() => {
    if (waiting.length === 0) return;
    const fresh = waiting;
    waiting = [];
    setLog((log) => ({ ...log, lines: joined(log.lines, fresh) }));
  }, GATHER_MS);
  const open = () => {
    source = new EventSource(addressOf(runId, lastId.current));
    source.onopen = () => tell("live");
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const line = RunLogLineDto.parse(JSON.parse(data));
      lastId.current = line.id;
      waiting.push(line);
    };
    source.addEventListener("end", () => {
      source?.close();
      tell("ended");
    });
    source.onerror = () => {
      tell("lost");
      // A refusal closes it for good; a broken line it mends by itself.
      if (source?.readyState === EventSource.CLOSED)
        retry = setTimeout(open, RETRY_MS);
    };
  };
  let retry: ReturnType<typeof setTimeout> | undefined;
  open();
  return () => {
    clearInterval(gather);
    clearTimeout(retry);
    source?.close();
  };
}

function addressOf(runId: string, after: number | null): string {
  const query = after === null ? "" : `&after=${after}`;
  return `/api/v1/runs/${runId}/log?format=stream${query}`;
}

/** Lines that come twice, after a reconnect, are shown once. */
function joined(
  shown: RunLogLineDto[],
  fresh: RunLogLineDto[],
): RunLogLineDto[] {
  const last = shown.at(-1)?.id ?? 0;
  return [...shown, ...fresh.filter(({ id }) => id > last)].slice(
    -LINES_SHOWN_MAX,
  );
}
