import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { msBeforeNext } from "../../sync/ms-before-next";
import { PlanRuleSchema, RULES_MAX, type PlanRule } from "../../sync/plan/rule";
import { ConnectorError } from "../connector-error";
import type { Http } from "../http";

/** Where the Public API is, with its token: keep it out of logs and answers. */
export type PublicApiTarget = { endpoint: string; token: string };

const PAGE_SIZE = 200;
const PAGES_MAX = 50;
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
/** Segment counts by the minute: longer than that is not waited for here. */
const WAIT_MS_MAX = 65_000;
const WAIT_MS_DEFAULT = 1_000;

const PlanSchema = z.object({ id: z.string(), name: z.string().nullish() });
const PaginationSchema = z.object({
  pagination: z.object({ next: z.string().nullish() }).nullish(),
});
const PlansPage = PaginationSchema.extend({
  trackingPlans: z.array(PlanSchema),
});
const RulesPage = PaginationSchema.extend({ rules: z.array(PlanRuleSchema) });
const PlanAnswer = z.object({ trackingPlan: PlanSchema });
const Failure = z.object({
  errors: z.array(z.object({ message: z.string() })).min(1),
});

export type VendorPlan = { id: string; name: string };

/** The workspace's tracking plans. Throws ConnectorError when Segment does not answer with them. */
export async function listTrackingPlans(
  http: Http,
  target: PublicApiTarget,
): Promise<VendorPlan[]> {
  const plans: VendorPlan[] = [];
  for await (const page of pages(http, target, "/tracking-plans", PlansPage))
    plans.push(...page.trackingPlans.map(toVendorPlan));
  return plans;
}

/** One plan with all its rules. */
export async function fetchTrackingPlan(
  http: Http,
  target: PublicApiTarget,
  id: string,
): Promise<VendorPlan & { rules: PlanRule[] }> {
  const path = `/tracking-plans/${encodeURIComponent(id)}`;
  const { trackingPlan } = await get(http, target, path, PlanAnswer);
  const rules: PlanRule[] = [];
  for await (const page of pages(http, target, `${path}/rules`, RulesPage)) {
    rules.push(...page.rules);
    if (rules.length > RULES_MAX)
      throw new ConnectorError(
        `The plan has more than ${RULES_MAX} rules.`,
        "change-connection",
      );
  }
  return { ...toVendorPlan(trackingPlan), rules };
}

const toVendorPlan = ({ id, name }: z.infer<typeof PlanSchema>) => ({
  id,
  name: name ?? id,
});

async function* pages<Page extends z.infer<typeof PaginationSchema>>(
  http: Http,
  target: PublicApiTarget,
  path: string,
  schema: z.ZodType<Page>,
): AsyncGenerator<Page> {
  let cursor: string | null = null;
  for (let count = 0; count < PAGES_MAX; count += 1) {
    const query = new URLSearchParams({
      "pagination.count": String(PAGE_SIZE),
      ...(cursor === null ? {} : { "pagination.cursor": cursor }),
    });
    const page: Page = await get(
      http,
      target,
      `${path}?${query.toString()}`,
      schema,
    );
    yield page;
    cursor = page.pagination?.next ?? null;
    if (cursor === null) return;
  }
}

/** Waits as long as a 429 says (`msBeforeNext`), within a minute in all. */
async function get<Data>(
  http: Http,
  target: PublicApiTarget,
  path: string,
  schema: z.ZodType<Data>,
): Promise<Data> {
  let waitedMs = 0;
  for (;;) {
    const { status, text } = await http.send({
      method: "GET",
      url: target.endpoint + path,
      headers: {
        authorization: `Bearer ${target.token}`,
        accept: "application/vnd.segment.v1+json",
      },
      answerBytesMax: ANSWER_BYTES_MAX,
    });
    if (status === 200) return readData(text, schema);
    const waitMs = status === 429 ? waitOf(text) : Infinity;
    if (waitedMs + waitMs > WAIT_MS_MAX) throw refusal(status, text);
    await sleep(waitMs);
    waitedMs += waitMs;
  }
}

const waitOf = (text: string) =>
  Math.max(1, msBeforeNext(text) ?? WAIT_MS_DEFAULT);

function readData<Data>(text: string, schema: z.ZodType<Data>): Data {
  const envelope = z.object({ data: schema }).safeParse(parseJson(text));
  if (envelope.success) return envelope.data.data;
  throw new ConnectorError(
    "Segment's Public API answered in a shape that Sluice does not know.",
    "wait",
    { cause: envelope.error },
  );
}

function refusal(status: number, text: string): ConnectorError {
  const said = Failure.safeParse(parseJson(text)).data?.errors[0]?.message;
  const words = said === undefined ? "" : `: ${said.slice(0, 200)}`;
  if (status === 401 || status === 403)
    return new ConnectorError(
      `Segment refused the Public API token (${status})${words}`,
      "change-connection",
    );
  if (status === 404)
    return new ConnectorError(
      "Segment has no such tracking plan.",
      "change-connection",
    );
  return new ConnectorError(
    `Segment's Public API answered ${status}${words}`,
    "wait",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
