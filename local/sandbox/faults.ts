import { z } from "zod";
import { createRandom } from "./random";
import { FaultTarget, System } from "./systems";

const DELAY_MS_MAX = 600_000;

/** What `POST /_control/faults` takes; null means the same as left out. */
export const FaultRequest = z.strictObject({
  /** Segment and Heap when left out; `s3` is struck only by its name. */
  system: FaultTarget.nullish(),
  kind: z.enum(["status", "timeout", "reset", "slow", "malformed", "none"]),
  /** For `status`. */
  status: z.int().min(200).max(599).nullish(),
  /** The share of requests that it strikes. */
  rate: z.number().min(0).max(1).nullish(),
  /** How many requests it strikes before it goes away; null: it stays. */
  count: z.int().min(1).nullish(),
  /** For `status`: seconds for the header Retry-After. */
  retryAfter: z.int().min(0).nullish(),
  /** For `slow`. */
  delayMs: z.int().min(0).max(DELAY_MS_MAX).nullish(),
  /** Whether the request is lost, or taken in and only its answer is lost. */
  when: z.enum(["before", "after"]).nullish(),
});
export type FaultRequest = z.infer<typeof FaultRequest>;

type FaultKind = Exclude<FaultRequest["kind"], "none">;
type When = "before" | "after";

type Fault = {
  system: FaultTarget;
  kind: FaultKind;
  status: number;
  rate: number;
  /** How many are left; null: no end. */
  count: number | null;
  retryAfter: number | null;
  delayMs: number;
  /** Null: by turns, first after. */
  when: When | null;
  /** How often it has struck. */
  fired: number;
};

/** What happens to one request. */
export type Strike = Pick<
  Fault,
  "kind" | "status" | "retryAfter" | "delayMs"
> & { when: When };

export type Faults = {
  /** A fault takes the place of the one of the same system and kind. */
  set(request: FaultRequest): void;
  /** Draws once per request; null: nothing happens. */
  draw(system: FaultTarget): Strike | null;
  list(): Fault[];
  clear(system?: FaultTarget | null): void;
};

const STATUS_DEFAULT = 503;
const DELAY_MS_DEFAULT = 2_000;

// A lost answer is the nasty case, so it gets every other one. The rest does
// what the words promise: an error status means "not taken", and a slow or
// garbled answer still is an answer to something that was taken.
const WHEN_DEFAULT: Record<FaultKind, When | null> = {
  timeout: null,
  reset: null,
  status: "before",
  slow: "before",
  malformed: "after",
};

/** The faults that are set; chance is seeded, so a test sees the same each time. */
export function createFaults(seed = 1): Faults {
  let faults: Fault[] = [];
  let random = createRandom(seed);

  const remove = (system: FaultTarget, kind: FaultKind) => {
    faults = faults.filter(
      (fault) => fault.system !== system || fault.kind !== kind,
    );
  };

  return {
    set(request) {
      const systems = request.system ? [request.system] : System.options;
      for (const system of systems) {
        const fault = toFault(system, request);
        if (fault === null) {
          faults = faults.filter((other) => other.system !== system);
          continue;
        }
        remove(system, fault.kind);
        if (fault.rate > 0) faults.push(fault);
      }
    },
    draw(system) {
      const hit = faults.find(
        (fault) => fault.system === system && random.chance(fault.rate),
      );
      if (hit === undefined) return null;
      const strike = fire(hit);
      if (hit.count === 0) remove(hit.system, hit.kind);
      return strike;
    },
    list: () => faults.map((fault) => ({ ...fault })),
    clear(system) {
      faults = system ? faults.filter((one) => one.system !== system) : [];
      if (!system) random = createRandom(seed);
    },
  };
}

function toFault(system: FaultTarget, request: FaultRequest): Fault | null {
  if (request.kind === "none") return null;
  return {
    system,
    kind: request.kind,
    status: request.status ?? STATUS_DEFAULT,
    rate: request.rate ?? 1,
    count: request.count ?? null,
    retryAfter: request.retryAfter ?? null,
    delayMs: request.delayMs ?? DELAY_MS_DEFAULT,
    when: request.when ?? WHEN_DEFAULT[request.kind],
    fired: 0,
  };
}

function fire(fault: Fault): Strike {
  const when = fault.when ?? (fault.fired % 2 === 0 ? "after" : "before");
  fault.fired += 1;
  if (fault.count !== null) fault.count -= 1;
  const { kind, status, retryAfter, delayMs } = fault;
  return { kind, status, retryAfter, delayMs, when };
}
