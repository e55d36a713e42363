import { expect, it } from "vitest";
import { isLocal } from "./peer";

const host = "localhost:3000";

it.each([
  ["127.0.0.1", { host }],
  ["127.9.9.9", { host: "127.0.0.1" }],
  ["::1", { host: "[::1]:3000" }],
  ["::ffff:127.0.0.1", { host: "LOCALHOST" }],
])("takes %s for this machine", (peer, headers) => {
  expect(isLocal(peer, headers)).toBe(true);
});

it.each([
  ["another machine", "10.0.0.7", { host }],
  [
    "one that claims to be here",
    "10.0.0.7",
    { host, "x-forwarded-for": "127.0.0.1" },
  ],
  [
    "a proxy here for somebody else",
    "127.0.0.1",
    { host, "x-forwarded-for": "127.0.0.1" },
  ],
  [
    "a proxy that says so by Forwarded",
    "127.0.0.1",
    { host, forwarded: "for=1.2.3.4" },
  ],
  ["a proxy that says so by Via", "::1", { host, via: "1.1 squid" }],
  ["a page under another name", "127.0.0.1", { host: "evil.example:3000" }],
  [
    "a name that only begins like ours",
    "127.0.0.1",
    { host: "localhost.evil.example" },
  ],
  ["a request without a host", "127.0.0.1", {}],
  ["an address that only looks like ours", "127.0.0.1.evil", { host }],
])("does not take %s for it", (_, peer, headers) => {
  expect(isLocal(peer, headers)).toBe(false);
});
