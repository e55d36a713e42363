import { expect, it } from "vitest";
import { wordsOfLine, type LogFields } from "./run-log-line";

const lines: [string, LogFields, string][] = [
  [
    "chunk",
    {
      chunk: 4,
      read: 5_000,
      delivered: 4_990,
      rejected: 10,
      requests: 3,
      ms: 1_250,
    },
    "Chunk 4: 5,000 read, 4,990 delivered, 10 rejected; 3 requests in 1,250 ms.",
  ],
  [
    "chunk",
    { chunk: 5, read: 0, delivered: 20, pending: -20, requests: 1, ms: 9 },
    "Chunk 5: 20 delivered; 1 request in 9 ms.",
  ],
  [
    "chunk",
    { chunk: 6, read: 0, pending: 0, requests: 3, ms: 9 },
    "Chunk 6: nothing settled; 3 requests in 9 ms.",
  ],
  [
    "fault",
    { message: "The destination answered 503.", pending: 1, retries: 2 },
    "The destination answered 503. 1 record pending after 2 retries.",
  ],
  [
    "rejected",
    { records: 1, status: null },
    "1 record rejected by the destination (no answer), now dead letters.",
  ],
  [
    "alone",
    { records: 2 },
    "2 records failed alone while others were taken: each waits by itself, with its person's later ones behind it.",
  ],
  ["well", { seconds: 45 }, "Goes on after 45 s."],
  ["well", { seconds: 7_260 }, "Goes on after 2 h 1 min."],
  ["stopped", { pending: 0 }, "Reads no more."],
  [
    "breaker",
    { state: "open", status: 503 },
    "The breaker opened: nothing is sent until a probe succeeds. Last answer: HTTP 503.",
  ],
  ["from-tomorrow", { n: 1 }, 'from-tomorrow {"n":1}'],
];

it.each(lines)("says of %s %j: %s", (kind, fields, words) => {
  expect(wordsOfLine({ kind, fields })).toBe(words);
});
