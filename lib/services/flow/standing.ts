import { readFlow, type Flow } from "./flow-row";
import { LONGEST_WAIT_MS } from "./longest-wait";
import { claimProbe } from "./outcomes";

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
  const waitMs = Math.min(Math.max(leftMs, 1_000), LONGEST_WAIT_MS);
  return { kind: "wait", flow, seconds: Math.ceil(waitMs / 1_000) };
}
