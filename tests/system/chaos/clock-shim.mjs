import { readFileSync } from "node:fs";

// Loaded into every Node process of an installation under test, by NODE_OPTIONS: its
// clock then stands as many milliseconds off as CHAOS_CLOCK_FILE says, and jumps when
// that changes. Timers go on as before, as they do when a machine's clock is set.
const RealDate = Date;
const realNow = RealDate.now;
const file = process.env.CHAOS_CLOCK_FILE;
let offsetMs = 0;

const movedNow = () => realNow() + offsetMs;

function readOffset() {
  try {
    offsetMs = Number(readFileSync(file, "utf8")) || 0;
  } catch {
    // Between two writes there may be no file; the clock stays as it is.
  }
}

if (file !== undefined) {
  readOffset();
  setInterval(readOffset, 100).unref();
  RealDate.now = movedNow;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [movedNow()] : args,
        newTarget,
      ),
    apply: () => new RealDate(movedNow()).toString(),
  });
}
