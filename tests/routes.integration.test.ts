import { readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setAppEnvironment } from "./setup/app-environment";
import { createTestDatabase, type TestDatabase } from "./setup/test-database";

// Every route handler there is, called by nobody, by a foreigner and by a viewer.
const APP = join(import.meta.dirname, "..", "app");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const KEYS = {
  own: "the key of the workspace that is tested",
  foreign: "the key of another workspace there is",
  viewer: "the key of somebody who may only read",
};

/** Open to whoever knows the key in the path, or signs; each has tests of its own. */
const OPEN: Record<string, string> = {
  "api/health": "tells only whether records can flow",
  "api/auth/[...nextauth]": "is the sign-in itself",
  "api/inngest": "is signed by Inngest",
};

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;
type Route = {
  path: string;
  method: (typeof METHODS)[number];
  handler: Handler;
};

let testDatabase: TestDatabase;
let routes: Route[];
let app: Awaited<ReturnType<typeof loadApp>>;
/** What the workspace under test has: by the folder of its routes. */
const ids: Record<string, string> = {};

async function loadApp() {
  return {
    ...(await import("../lib/db")),
    ...(await import("../lib/services/workspace/bootstrap")),
    ...(await import("../lib/services/api-key/api-key-row")),
  };
}

beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrate: true });
  setAppEnvironment({ DATABASE_URL: testDatabase.url });
  app = await loadApp();
  await bootstrap("ann@acme.io", KEYS.own);
  await bootstrap("eve@other.io", KEYS.foreign);
  routes = await findRoutes();
  await fillWorkspace();
});

afterAll(async () => {
  await app.database().prisma.$disconnect();
  await app.database().pool.end();
  await testDatabase.drop();
});

const bootstrap = (email: string, apiKey: string) =>
  app.bootstrap({ email, password: "a long password", apiKey });

async function findRoutes(): Promise<Route[]> {
  const files = await readdir(join(APP, "api"), { recursive: true });
  const found = files.filter((file) => file.endsWith("route.ts"));
  const lists = await Promise.all(
    found.map(async (file) => {
      const full = join(APP, "api", file);
      const path = relative(APP, dirname(full));
      if (path in OPEN) return [];
      const module = (await import(full)) as Partial<Record<string, Handler>>;
      return METHODS.flatMap((method) => {
        const handler = module[method];
        return handler === undefined ? [] : [{ path, method, handler }];
      });
    }),
  );
  return lists.flat();
}

async function call(
  route: Pick<Route, "path" | "method">,
  key: string | null,
  body: unknown = {},
): Promise<Response> {
  const { handler } = routeOf(route);
  const folder = route.path.split("/")[2] ?? "";
  const id = ids[folder] ?? "heap-event-to-segment-track";
  const hasBody = route.method !== "GET" && route.method !== "DELETE";
  const request = new Request(
    `http://localhost/${route.path.replace(/\[\w+\]/, id)}`,
    {
      method: route.method,
      headers: {
        "content-type": "application/json",
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
    },
  );
  return handler(request, { params: Promise.resolve({ id, slug: id }) });
}

function routeOf({ path, method }: Pick<Route, "path" | "method">): Route {
  const found = routes.find(
    (route) => route.path === path && route.method === method,
  );
  if (found === undefined) throw new Error(`No route ${method} ${path}`);
  return found;
}

async function make(path: string, body: unknown): Promise<{ id: string }> {
  const response = await call({ path, method: "POST" }, KEYS.own, body);
  expect(response.status, path).toBe(201);
  const made = (await response.json()) as { id: string } & {
    sync?: { id: string };
  };
  return made.sync ?? made;
}

async function fillWorkspace(): Promise<void> {
  const heap = await make("api/v1/connections", {
    name: "heap",
    kind: "heap",
    settings: { appId: "11" },
  });
  const segment = await make("api/v1/connections", {
    name: "segment",
    kind: "segment",
    credentials: { writeKey: "k".repeat(32) },
  });
  const sync = await make("api/v1/templates/[slug]/install", {
    connections: { heap: heap.id, segment: segment.id },
  });
  const key = await make("api/v1/api-keys", { name: "a script" });
  const plan = await make("api/v1/tracking-plans", {
    ...{ name: "Web", format: "csv" },
    content: "event,property\nSigned Up,plan",
  });
  const channel = await make("api/v1/alert-channels", {
    ...{ name: "ops", kind: "slack" },
    credentials: { webhookUrl: "https://hooks.slack.com/services/T/B/x" },
  });
  const { workspaceId } = await app
    .database()
    .prisma.sync.findUniqueOrThrow({ where: { id: sync.id } });
  await app.createApiKey({
    workspaceId,
    name: "viewer",
    role: "viewer",
    text: KEYS.viewer,
  });
  const run = await app.database().prisma.run.create({
    data: {
      id: "run_under_test",
      workspaceId,
      syncId: sync.id,
      number: 1,
      version: 1,
      status: "running",
      trigger: "stream",
    },
  });
  const rule = await make("api/v1/alert-rules", {
    ...{ name: "Late", watch: { kind: "latency", seconds: 60 } },
  });
  const mute = await make("api/v1/alert-mutes", {
    ...{ target: "all", until: new Date(Date.now() + 60_000).toISOString() },
  });
  const alert = await app.database().prisma.alert.create({
    data: {
      ...{ id: "alt_under_test", workspaceId, key: "key_under_test" },
      ...{ ruleId: rule.id, ruleName: "Late", kind: "latency", facts: [] },
      ...{ subjectKind: "sync", subjectId: sync.id, subjectName: "A sync" },
      ...{ severity: "error", state: "open", title: "Late", cause: "So." },
      ...{ openedAt: new Date(), lastSeenAt: new Date() },
    },
  });
  await app.database().pool.query(
    `INSERT INTO data.dead_letter (id, workspace_id, connection_id, sync_id, run_id, record_key, outcome, code, message, record)
     VALUES ('dl_under_test', $1, $2, $3, $4, 'key', 'invalid', 'bad_type', 'is wrong', '{}')`,
    [workspaceId, segment.id, sync.id, run.id],
  );
  Object.assign(ids, {
    alerts: alert.id,
    "alert-rules": rule.id,
    "alert-mutes": mute.id,
    "dead-letters": "dl_under_test",
    connections: heap.id,
    segment: segment.id,
    syncs: sync.id,
    runs: run.id,
    "api-keys": key.id,
    "tracking-plans": plan.id,
    "alert-channels": channel.id,
  });
}

describe("every route", () => {
  it("is known: new open ones must be named here", () => {
    expect(routes.length).toBeGreaterThanOrEqual(25);
    expect(routes.every(({ path }) => path.startsWith("api/v1/"))).toBe(true);
  });

  it("answers 401 to anonymous callers and unknown keys", async () => {
    for (const route of routes) {
      for (const key of [null, "an unknown key of enough characters"]) {
        const response = await call(route, key);
        expect(response.status, `${route.method} ${route.path}`).toBe(401);
        expect(await response.json()).toMatchObject({ status: 401 });
      }
    }
  });

  it("answers 401 to a session cookie that somebody made up", async () => {
    for (const route of routes) {
      const response = await route.handler(
        new Request("http://localhost/", {
          method: route.method,
          headers: { cookie: "next-auth.session-token=made.up.token" },
        }),
        { params: Promise.resolve({ id: "x", slug: "x" }) },
      );
      expect(response.status, `${route.method} ${route.path}`).toBe(401);
    }
  });

  it("answers 404 to another workspace about what is not theirs", async () => {
    const items = routes.filter(({ path }) => path.includes("[id]"));
    expect(items.length).toBeGreaterThanOrEqual(15);
    for (const route of items) {
      const response = await call(route, KEYS.foreign);
      expect(response.status, `${route.method} ${route.path}`).toBe(404);
    }
  });

  it("shows another workspace nothing of ours in lists", async () => {
    const lists = routes.filter(
      ({ path, method }) => method === "GET" && !path.includes("["),
    );
    expect(lists.length).toBeGreaterThanOrEqual(6);
    for (const route of lists) {
      const text = await (await call(route, KEYS.foreign)).text();
      for (const id of Object.values(ids))
        expect(text, route.path).not.toContain(id);
    }
  });

  it("answers an address that isn't there with a problem, not a page", async () => {
    const route = { path: "api/v1/[...path]", method: "GET" } as const;
    const response = await call(route, KEYS.own);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe(
      "application/problem+json",
    );
  });

  it("lets another workspace build nothing on our connections", async () => {
    const connections = { heap: ids.connections, segment: ids.segment };
    const install = { path: "api/v1/templates/[slug]/install" } as const;
    const response = await call({ ...install, method: "POST" }, KEYS.foreign, {
      connections,
    });
    expect(response.status).toBe(400);
  });

  it("lets a viewer change nothing", async () => {
    const writes = routes.filter(
      ({ method, path }) =>
        method !== "GET" &&
        !/\/(preview|compare|estimate)$/.test(path) &&
        !path.includes("[..."),
    );
    for (const route of writes) {
      const response = await call(route, KEYS.viewer);
      expect(response.status, `${route.method} ${route.path}`).toBe(403);
    }
  });

  it("makes a key once for one Idempotency-Key, and keeps it sealed", async () => {
    const ask = (name: string) =>
      routeOf({ path: "api/v1/api-keys", method: "POST" }).handler(
        new Request("http://localhost/api/v1/api-keys", {
          method: "POST",
          headers: {
            authorization: `Bearer ${KEYS.own}`,
            "idempotency-key": "once",
          },
          body: JSON.stringify({ name }),
        }),
        { params: Promise.resolve({}) },
      );
    const first = (await (await ask("script")).json()) as { key: string };
    expect(await (await ask("script")).json()).toEqual(first);
    expect((await ask("another")).status).toBe(409);
    const kept = await app.database().prisma.idempotentAnswer.findMany();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(first.key);
  });

  it("answers 400 to what no database can hold, never 500", async () => {
    const create = { path: "api/v1/connections", method: "POST" } as const;
    const bodies = [
      { name: "a\0", kind: "heap", settings: { appId: "1" } },
      { name: "a", kind: "heap", settings: { "app\0": "1" } },
    ];
    for (const body of bodies)
      expect((await call(create, KEYS.own, body)).status).toBe(400);
    const { handler } = routeOf({ path: "api/v1/runs", method: "GET" });
    const response = await handler(
      new Request("http://localhost/api/v1/runs?syncId=%00", {
        headers: { authorization: `Bearer ${KEYS.own}` },
      }),
      { params: Promise.resolve({}) },
    );
    expect(response.status).toBe(400);
    const deep = `${"[".repeat(9_999)}${"]".repeat(9_999)}`;
    const nested = await routeOf(create).handler(
      new Request("http://localhost/api/v1/connections", {
        method: "POST",
        headers: { authorization: `Bearer ${KEYS.own}` },
        body: deep,
      }),
      { params: Promise.resolve({}) },
    );
    expect(nested.status).toBe(400);
  });
});
