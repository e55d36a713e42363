import { z } from "zod";
import { jsonAnswer, type Answer } from "../http/answer";
import type { Call } from "../http/call";
import { createSlidingWindow } from "../limits/sliding-window";
import { RuleList, type Rule } from "./plan";
import type { PlanStore } from "./plan-store";

/** Documented for rules; the general limit is not published. */
const REQUESTS_PER_MINUTE_MAX = 200;
const MINUTE_MS = 60_000;
const PAGE_SIZE_DEFAULT = 200;
const PAGE_SIZE_MAX = 1_000;
const RULES_PER_UPDATE_MAX = 200;

const PATH = /^\/tracking-plans(?:\/([^/]+))?(?:\/(rules))?$/;
const NewPlan = z.object({ name: z.string().min(1), type: z.string() });
const RulesBody = z.object({ rules: RuleList.max(RULES_PER_UPDATE_MAX) });
const RuleNames = z.object({
  rules: z.array(
    z.object({
      type: z.string(),
      key: z.string().nullish(),
      version: z.number(),
    }),
  ),
});

export type PublicApiOptions = {
  requestsPerMinuteMax?: number | undefined;
  now?: () => number;
};

/** Segment's Public API as far as tracking plans go (`/tracking-plans`). Null for other paths. */
export function createPublicApi(
  plans: PlanStore,
  options: PublicApiOptions = {},
): (call: Call) => Answer | null {
  const countMax = options.requestsPerMinuteMax ?? REQUESTS_PER_MINUTE_MAX;
  const rate = createSlidingWindow(
    countMax,
    MINUTE_MS,
    options.now ?? (() => performance.now()),
  );
  return (call) => {
    const match = PATH.exec(call.path);
    if (match === null) return null;
    if (!/^Bearer \S+/.test(call.headers.authorization ?? ""))
      return failed(401, "unauthorized", "Invalid token");
    const waitMs = rate.take();
    if (waitMs > 0) return throttled(waitMs, countMax);
    return answer(call, plans, match[1], match[2] !== undefined);
  };
}

function answer(
  call: Call,
  plans: PlanStore,
  id: string | undefined,
  isRules: boolean,
): Answer {
  if (id === undefined) return answerList(call, plans);
  const plan = plans.find(decodeURIComponent(id));
  if (plan === null)
    return failed(404, "not-found", "The tracking plan was not found");
  const { rules, ...about } = plan;
  if (!isRules && call.method === "GET") return done({ trackingPlan: about });
  if (!isRules && call.method === "DELETE") {
    plans.remove(plan.id);
    return done({ status: "SUCCESS" });
  }
  if (!isRules) return failed(404, "not-found", "No such call");
  if (call.method === "GET") return answerPage(call, rules, "rules");
  return changeRules(call, plans, plan.id, rules);
}

function answerList(call: Call, plans: PlanStore): Answer {
  if (call.method === "POST") {
    const body = NewPlan.safeParse(parseJson(call));
    if (!body.success) return invalid(body.error);
    const { rules: _, ...about } = plans.add(body.data.name, body.data.type);
    return done({ trackingPlan: about }, 201);
  }
  if (call.method !== "GET") return failed(404, "not-found", "No such call");
  const type = call.query.get("type");
  const listed = plans
    .list()
    .filter((plan) => type === null || plan.type === type)
    .map(({ rules: _, ...about }) => about);
  return answerPage(call, listed, "trackingPlans");
}

/** PUT replaces all, PATCH adds or replaces, DELETE takes the named away. */
function changeRules(
  call: Call,
  plans: PlanStore,
  id: string,
  rules: Rule[],
): Answer {
  if (call.method === "DELETE") {
    const body = RuleNames.safeParse(parseJson(call));
    if (!body.success) return invalid(body.error);
    const gone = new Set(body.data.rules.map(nameOf));
    plans.setRules(
      id,
      rules.filter((rule) => !gone.has(nameOf(rule))),
    );
    return done({ status: "SUCCESS" });
  }
  if (call.method !== "PUT" && call.method !== "PATCH")
    return failed(404, "not-found", "No such call");
  const body = RulesBody.safeParse(parseJson(call));
  if (!body.success) return invalid(body.error);
  const changed = new Set(body.data.rules.map(nameOf));
  const kept =
    call.method === "PUT"
      ? []
      : rules.filter((rule) => !changed.has(nameOf(rule)));
  plans.setRules(id, [...kept, ...body.data.rules]);
  return done({ rules: body.data.rules });
}

const nameOf = (rule: {
  type: string;
  key?: string | null | undefined;
  version: number;
}) => JSON.stringify([rule.type, rule.key ?? null, rule.version]);

/** The documentation dots its keys, the official SDK brackets them. */
function answerPage(call: Call, all: readonly unknown[], name: string): Answer {
  const read = (key: string) =>
    call.query.get(`pagination.${key}`) ?? call.query.get(`pagination[${key}]`);
  const count = Number(read("count") ?? PAGE_SIZE_DEFAULT);
  const cursor = read("cursor");
  const start = cursor === null ? 0 : startOf(cursor);
  if (!Number.isInteger(count) || count < 1 || count > PAGE_SIZE_MAX)
    return failed(422, "input-validation", "count must be 1 to 1000");
  if (start === null)
    return failed(422, "input-validation", "The cursor is not one of ours");
  const end = start + count;
  return done({
    [name]: all.slice(start, end),
    pagination: {
      current: cursorOf(start),
      next: end < all.length ? cursorOf(end) : null,
      totalEntries: all.length,
    },
  });
}

const cursorOf = (start: number) =>
  Buffer.from(`at:${start}`).toString("base64url");

function startOf(cursor: string): number | null {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  return /^at:\d+$/.test(text) ? Number(text.slice(3)) : null;
}

const done = (data: unknown, status = 200) => jsonAnswer(status, { data });

const failed = (
  status: number,
  type: string,
  message: string,
  data: object = {},
) => jsonAnswer(status, { errors: [{ type, message, ...data }] });

const invalid = (error: z.ZodError) =>
  failed(422, "input-validation", error.issues[0]?.message ?? "Invalid", {
    field: error.issues[0]?.path.join("."),
  });

function throttled(waitMs: number, countMax: number): Answer {
  const data = {
    remainingPoints: 0,
    msBeforeNext: Math.ceil(waitMs),
    consumedPoints: countMax + 1,
  };
  return failed(429, "RequestError", "Too many requests", { data });
}

function parseJson(call: Call): unknown {
  try {
    return JSON.parse(call.body.toString("utf8"));
  } catch {
    return null;
  }
}
