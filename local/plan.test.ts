import { describe, expect, it } from "vitest";
import { planChildren } from "./plan";
import { readSettings } from "./settings";

const childrenOf = (isDev: boolean) =>
  planChildren({
    ...{ root: "/app", isDev, settings: readSettings({}), dataDir: "/data" },
    ports: { postgres: 1, inngest: 2, worker: 3 },
    databaseUrl: "postgresql://localhost/sluice",
    secrets: {
      ...{ credentialsKey: "", nextAuthSecret: "", demoPassword: "" },
      ...{ inngestEventKey: "", inngestSigningKey: "" },
    },
  }).children;

describe("the plan of processes", () => {
  it("keeps the worker's memory small, and nobody else's", () => {
    const small = childrenOf(false).filter(
      ({ args, env }) =>
        args.includes("file:///app/local/small-heap.mjs") &&
        env.MALLOC_ARENA_MAX === "2",
    );
    expect(small.map(({ name }) => name)).toEqual(["worker"]);
  });

  it("has one process be web and worker while developing", () => {
    const apps = childrenOf(true).filter(({ env }) => "SLUICE_ROLE" in env);
    expect(apps.map(({ env }) => env.SLUICE_ROLE)).toEqual(["all"]);
  });
});
