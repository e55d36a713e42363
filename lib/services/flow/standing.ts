import { readFlow, type Flow } from "./flow-row";
import { claimProbe } from "./outcomes";

/** Longer than any wait: the clock was set back since. */
const WAIT_MS_MAX = 600_000;

export type Standing =
  | { kind: "well" }
  /** This execution has the right to try one request. */
  | { kind: "probe" }
  | { kind: "wait"; flow: Flow; seconds: number };

/** Whether a sync may send to its connection now. Claims the probe when one is due. */
export async function standingOf(connectionId: string): Promise<Standing> {
  const flow = await readFlow(connectionId);
  if (flow.breaker.state === "closed") return { kind: "well" };
  if (await claimProbe(connectionId)) return { kind: "probe" };
  const leftMs = (flow.breaker.probeAtMs ?? flow.nowMs) - flow.nowMs;
  const waitMs = Math.min(Math.max(leftMs, 1_000), WAIT_MS_MAX);
  return { kind: "wait", flow, seconds: Math.ceil(waitMs / 1_000) };
}
