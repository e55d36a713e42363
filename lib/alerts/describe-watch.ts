import type { Watch } from "./rule";
import {
  countWords,
  durationWords,
  minuteWords,
  percentWords,
} from "./number-words";

/** A watch as the rest of a sentence that begins with “Tell when”. */
export function describeWatch(watch: Watch): string {
  switch (watch.kind) {
    case "failure":
      if (watch.of === "run") return "a run fails or can’t go on";
      return watch.forMinutes === 0
        ? "a destination does not answer"
        : `a destination has not answered for ${minuteWords(watch.forMinutes)}`;
    case "rejectedShare":
      return `${percentWords(watch.percent)} or more of the records are rejected${watch.countInvalid ? " or invalid" : ""}, over ${minuteWords(watch.windowMinutes)} and at least ${countWords(watch.recordsMin)} records`;
    case "latency":
      return watch.measure === "oldest"
        ? `a record has waited for ${durationWords(watch.seconds)}`
        : `records take ${durationWords(watch.seconds)} or longer to arrive (p95 over ${minuteWords(watch.windowMinutes)})`;
    case "backlog":
      return `${countWords(watch.records)} or more records wait`;
    case "noData":
      return `nothing has come for ${minuteWords(watch.minutes)}`;
    case "anomaly":
      return `an hour has far ${DIRECTION_WORDS[watch.direction]} ${MEASURE_WORDS[watch.measure]} records than the same hour of the past ${watch.weeks} weeks`;
    case "schemaDrift":
      return `${watch.onlyUsed ? "a field that the sync reads" : "a field of the source"} ${watch.changes.map((change) => CHANGE_WORDS[change]).join(" or ")}`;
    case "planViolations":
      return watch.records === 1
        ? `a call violates the tracking plan, over ${minuteWords(watch.windowMinutes)}`
        : `${countWords(watch.records)} or more calls violate the tracking plan, over ${minuteWords(watch.windowMinutes)}`;
    case "credentialsRefused":
      return "a destination refuses the credentials, or a connection fails its check";
    case "limitReached":
      return `a destination answers “too many requests” ${countWords(watch.throttles)} times within ${minuteWords(watch.windowMinutes)}`;
    case "unbalancedBooks":
      return "a run’s books do not balance";
  }
}

const DIRECTION_WORDS = { less: "fewer", more: "more", both: "fewer or more" };
const MEASURE_WORDS = {
  read: "read",
  delivered: "delivered",
  failed: "failed",
};
const CHANGE_WORDS = {
  new: "comes up",
  vanished: "vanishes",
  retyped: "changes its type",
};
