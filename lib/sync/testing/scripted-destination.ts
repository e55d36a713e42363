import type { Deliverable, DeliveryDeps, SendAnswer } from "../delivery";

export type TestCall = Deliverable & { id: string; number: number };

export const aCall = (
  id: string,
  person: string | null,
  number = 0,
): TestCall => ({
  id,
  person,
  number,
  bytes: 100,
  ownFaults: 0,
  failedAtMs: null,
});

export const answer = (
  status: number,
  askedSeconds: number | null = null,
): SendAnswer => ({
  ...{ kind: "answer", status, askedSeconds, text: `answer ${status}` },
});
export const silence: SendAnswer = {
  ...{ kind: "none", message: "cut", advice: "wait" },
};

/** A destination whose time passes only by what is waited for and by its own answers. */
export function scripted<T extends TestCall>(
  reply: (calls: readonly T[], request: number) => SendAnswer,
  { callsMax = 100, answerMs = 10 } = {},
) {
  let nowMs = 0;
  let request = 0;
  let inFlight = 0;
  const seen = { inFlightMax: 0, sleeps: [] as number[] };
  const deps: DeliveryDeps<T> = {
    admit: () => Promise.resolve({ ok: true }),
    async send(calls) {
      inFlight += 1;
      seen.inFlightMax = Math.max(seen.inFlightMax, inFlight);
      const given = reply(calls, request++);
      // Several turns of the event loop: the others that are out get theirs.
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += answerMs;
      inFlight -= 1;
      return given;
    },
    report: () => Promise.resolve(),
    takenAtMs: () => Number.NEGATIVE_INFINITY,
    callsMax: () => callsMax,
    async sleep(ms) {
      seen.sleeps.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += ms;
    },
    random: () => 1,
    nowMs: () => nowMs,
  };
  return { deps, seen };
}
