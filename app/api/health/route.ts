import { checkHealth } from "@/lib/services/health";

/** 200 only when records can flow from end to end. */
export async function GET(): Promise<Response> {
  const checks = await checkHealth();
  const ok = Object.values(checks).every((check) => check === "ok");
  return Response.json(
    { status: ok ? "ok" : "failing", checks },
    { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
