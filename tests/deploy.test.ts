import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

// No Docker is needed to see that the deployment speaks of what there is.
const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const Service = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  restart: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z
    .record(z.string(), z.object({ condition: z.string() }))
    .default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  volumes: z.array(z.string()).default([]),
  configs: z.array(z.object({ source: z.string() })).default([]),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.object({ content: z.string() })),
});

const composeText = read("docs/deploy/compose.yaml");
const compose = Compose.parse(parse(composeText, { merge: true }));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("package.json")));
const given = Object.fromEntries(
  [...read("docs/deploy/example.env").matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
    ([, name = "", value = ""]) => [name, value],
  ),
);
const filled = (text: string) =>
  text.replace(/\$\{([A-Z_]+):\?\}/g, (_, name: string) => given[name] ?? "");

describe("the compose file", () => {
  beforeEach(() => vi.resetModules());

  test("takes exactly the variables that the example names", () => {
    const used = [...composeText.matchAll(/\$\{([A-Z_]+)/g)];
    const names = new Set(used.map(([, name]) => name));
    expect([...names].sort()).toEqual(Object.keys(given).sort());
  });

  test.each(["web", "worker", "setup"])(
    "gives %s settings that the app knows and takes",
    async (name) => {
      const settings = compose.services[name]?.environment ?? {};
      const values = Object.entries(settings).map(
        ([key, value]) => [key, filled(value)] as const,
      );
      for (const [key, value] of values) vi.stubEnv(key, value);
      const { env } = await import("../lib/env");
      const known = new Set([
        ...Object.keys(env()),
        ...["BOOTSTRAP_EMAIL", "BOOTSTRAP_PASSWORD", "BOOTSTRAP_API_KEY"],
        // Node's own, and the C library's.
        ...["NODE_OPTIONS", "MALLOC_ARENA_MAX"],
      ]);
      expect(Object.keys(settings).filter((key) => !known.has(key))).toEqual(
        [],
      );
      vi.unstubAllEnvs();
    },
  );

  test("runs programs and scripts that exist", () => {
    for (const { build, command = [] } of Object.values(compose.services)) {
      if (build === undefined) continue;
      expect(
        existsSync(join(ROOT, "docs/deploy", build.context, "package.json")),
      ).toBe(true);
      expect(existsSync(join(ROOT, build.dockerfile))).toBe(true);
      const [program = ""] = command;
      if (program.includes("/"))
        expect(existsSync(join(ROOT, program)), program).toBe(true);
      for (const [, script = ""] of command
        .join(" ")
        .matchAll(/npm run (\S+)/g))
        expect(scripts).toHaveProperty([script]);
    }
  });

  test("keeps every service up, watched, and in an order that exists", () => {
    for (const [name, service] of Object.entries(compose.services)) {
      const isOnce = name === "setup";
      expect(service.restart).toBe(isOnce ? "no" : "unless-stopped");
      expect(service.healthcheck === undefined, name).toBe(isOnce);
      for (const [other, { condition }] of Object.entries(service.depends_on)) {
        const target = compose.services[other];
        expect(target, other).toBeDefined();
        if (condition === "service_healthy")
          expect(target?.healthcheck, other).toBeDefined();
      }
      for (const volume of service.volumes)
        expect(compose.volumes).toHaveProperty([volume.split(":")[0] ?? ""]);
      for (const { source } of service.configs)
        expect(compose.configs).toHaveProperty([source]);
    }
  });

  test("has the Inngest server and the app agree on keys and addresses", () => {
    const app = compose.services.worker?.environment ?? {};
    const server = compose.services.inngest?.environment ?? {};
    expect(app.INNGEST_SIGNING_KEY).toBe(
      `signkey-prod-${server.INNGEST_SIGNING_KEY ?? ""}`,
    );
    expect(app.INNGEST_EVENT_KEY).toBe(server.INNGEST_EVENT_KEY);
    expect(app.INNGEST_BASE_URL).toBe("http://inngest:8288");
    expect(given.INNGEST_SIGNING_KEY_HEX).toMatch(/^([0-9a-f]{2})+$/);
  });
});

test("the image is built by a script that exists and runs as nobody special", () => {
  const lines = read("docs/deploy/Dockerfile").split("\n");
  const last = lines.slice(
    lines.findLastIndex((line) => line.startsWith("FROM")),
  );
  expect(last).toContain("USER node");
  const ran = lines.join("\n").matchAll(/npm run ([\w:]+)/g);
  for (const [, script = ""] of ran) expect(scripts).toHaveProperty([script]);
  const start = z
    .array(z.string())
    .parse(
      JSON.parse(lines.find((line) => line.startsWith("CMD"))?.slice(4) ?? ""),
    );
  expect(existsSync(join(ROOT, start[0] ?? ""))).toBe(true);
});
