import { describe, expect, it } from "vitest";
import { isIngestOfApp } from "./ingest-target";

const app = "http://localhost:3000";

describe("where a scenario may be played", () => {
  it.each([
    "http://localhost:3000/api/ingest/heap/hk_1",
    "http://127.0.0.1:3000/api/ingest/heap/hk_1",
    "http://[::1]:3000/api/ingest/heap/hk_1",
  ])("is this app: %s", (to) => {
    expect(isIngestOfApp(to, app)).toBe(true);
  });

  it.each([
    "http://localhost:3001/api/ingest/heap/hk_1",
    "https://localhost:3000/api/ingest/heap/hk_1",
    "http://localhost.evil.example:3000/api/ingest/heap/hk_1",
    "http://localhost:3000@evil.example/api/ingest/heap/hk_1",
    "http://user:word@localhost:3000/api/ingest/heap/hk_1",
    "http://169.254.169.254/api/ingest/heap/hk_1",
    "http://localhost:3000/api/ingest/segment/hk_1",
    "http://localhost:3000/api/ingest/heap/../../v1/syncs",
    "http://localhost:3000/api/ingest/heap/hk_1?next=1",
    "http://localhost:3000/api/ingest/heap/",
    "/api/ingest/heap/hk_1",
    "",
  ])("is nowhere else: %s", (to) => {
    expect(isIngestOfApp(to, app)).toBe(false);
  });
});
