import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { eventStream, type EventSink } from "./event-stream";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A stream with its source's end in hand. */
function open() {
  const stopped = vi.fn();
  const sinks: EventSink[] = [];
  const response = eventStream((sink) => {
    sinks.push(sink);
    return stopped;
  });
  const [sink] = sinks;
  if (sink === undefined || response.body === null)
    throw new Error("The stream did not start");
  return { response, body: response.body, sink, stopped };
}

it("sends events with their ids, and says at the end not to come back", async () => {
  const { response, sink, stopped } = open();
  sink.send({ id: 7, data: { text: "two\nlines" } });
  sink.end(true);
  expect(await response.text()).toBe(
    'retry: 2000\n\nid: 7\ndata: {"text":"two\\nlines"}\n\nevent: end\ndata: {}\n\n',
  );
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  expect(stopped).toHaveBeenCalledOnce();
});

it("shows each fifteen seconds that it lives, and ends after ten minutes to be asked anew", async () => {
  const { response, stopped } = open();
  vi.advanceTimersByTime(31_000);
  expect(stopped).not.toHaveBeenCalled();
  vi.advanceTimersByTime(600_000);
  const text = await response.text();
  expect(text.match(/: still here/g)?.length).toBeGreaterThanOrEqual(2);
  expect(text).not.toContain("event: end");
  expect(stopped).toHaveBeenCalledOnce();
});

it("stops its source when the reader goes", async () => {
  const { body, sink, stopped } = open();
  await body.cancel();
  expect(stopped).toHaveBeenCalledOnce();
  expect(sink.send({ id: 1, data: 1 })).toBe(false);
  sink.end(true);
  expect(stopped).toHaveBeenCalledOnce();
});

it("tells its source when the reader does not keep up", () => {
  const { sink } = open();
  const taken = Array.from({ length: 3_000 }, (_, id) =>
    sink.send({ id, data: id }),
  );
  expect(taken[0]).toBe(true);
  expect(taken.at(-1)).toBe(false);
});
