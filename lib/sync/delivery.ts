/** What delivering needs to know of a call. */
export type Deliverable = {
  bytes: number;
  /** Calls of one person keep their order; null: it has none to keep. */
  person: string | null;
  /** How often it failed alone while the destination took others. */
  ownFaults: number;
  /** When it last did, on the deliverer's clock; null: never. */
  failedAtMs: number | null;
};

/** What came of one request; `none` when no answer came. */
export type SendAnswer =
  | {
      kind: "answer";
      status: number;
      /** Seconds that the destination asks to wait, if it does. */
      askedSeconds: number | null;
      text: string;
    }
  | { kind: "none"; message: string; advice: "wait" | "change-connection" };

export type DeliveryFault = {
  kind: "connection" | "sync";
  status: number | null;
  message: string;
};

/** One request: how many calls it carried, what came back, and after how many milliseconds. */
type SentBatch = { count: number; status: number | null; ms: number };

/** A call that failed alone although the destination took others: it waits by itself. */
type Suspect = {
  status: number | null;
  message: string;
  /** Whether others were taken since it failed last: only then the failure counts. */
  isCounted: boolean;
};

export type Delivery<T> = {
  delivered: T[];
  rejected: { call: T; status: number | null; response: string }[];
  /** Without a final answer: to be sent again. Of one person, those after the first too. */
  unanswered: T[];
  /** Of the unanswered, those that are to blame themselves. */
  suspects: Map<T, Suspect>;
  /** Why nothing more was sent, if that is so. */
  fault: DeliveryFault | null;
  requests: number;
  retries: number;
  batches: SentBatch[];
};

/** Whether a request may go out: at once, after its turn came, or not for now. */
export type Admission =
  { ok: true } | { ok: false; fault: DeliveryFault | null };

export type DeliveryDeps<T> = {
  send(calls: readonly T[]): Promise<SendAnswer>;
  /** Waits until the limits let a request of so many calls out; says no when the connection waits. */
  admit(calls: readonly T[]): Promise<Admission>;
  /** Tells those who count what came of a request. */
  report(answer: SendAnswer, calls: readonly T[]): Promise<void>;
  /** When the destination last took anything, whoever sent it. */
  takenAtMs(): number;
  /** The most calls that a request may carry now. */
  callsMax(): number;
  sleep(ms: number): Promise<void>;
  random(): number;
  /** Of a clock that nobody sets. */
  nowMs(): number;
};

export type DeliveryPolicy = {
  /** Tries of a call that fails alone, before it is given up. */
  attemptsMax: number;
  /** Whether each person's calls arrive in their order. */
  keepsOrder: boolean;
  /** One call goes first, alone: whether the destination is well again. */
  isProbe: boolean;
};

export function emptyDelivery<T>(): Delivery<T> {
  return {
    delivered: [],
    rejected: [],
    unanswered: [],
    suspects: new Map(),
    fault: null,
    requests: 0,
    retries: 0,
    batches: [],
  };
}
