import type { DeliveryFault, SendAnswer } from "./delivery";
import { classifyStatus, type Fault } from "./fault";

/** Whose fault it is what came of a request; null: it was taken. */
export function faultOf(answer: SendAnswer): Fault | null {
  if (answer.kind === "answer") return classifyStatus(answer.status);
  return answer.advice === "wait" ? "connection" : "sync";
}

/** The same in words, for those who wait because of it. */
export function toFault(
  answer: SendAnswer,
  kind: DeliveryFault["kind"],
): DeliveryFault {
  if (answer.kind === "none")
    return { kind, status: null, message: answer.message };
  const { status } = answer;
  return { kind, status, message: `The destination answered ${status}.` };
}
