import { raceMappings } from "./races";

// One of the processes that bench.ts starts: it races once and sends the results.
process.send?.(await raceMappings());
