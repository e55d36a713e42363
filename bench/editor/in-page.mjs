// Runs in the page before its own scripts; measure.ts reads what it kept.

/** A key that the browser answers sooner is not reported. */
const REPORTED_FROM_MS = 16;

const rows = "[data-source], [data-target]";
const keys = [];
let frames = [];
let isWatching = false;

new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries())
    if (name === "keydown") keys.push(duration);
}).observe({ type: "event", durationThreshold: REPORTED_FROM_MS });

/** Since the navigation began, when both columns have been drawn and the page answers. */
const readyMs = new Promise((resolve) => {
  const look = () => {
    const kinds = new Set(
      [...document.querySelectorAll(rows)].map(({ dataset }) =>
        "source" in dataset ? "source" : "target",
      ),
    );
    if (kinds.size < 2) requestAnimationFrame(look);
    // The frame with the rows comes first, what waits in the queue before the next after it.
    else
      requestAnimationFrame(() =>
        setTimeout(() => resolve(performance.now()), 0),
      );
  };
  requestAnimationFrame(look);
});

function watch(at) {
  if (!isWatching) return;
  frames.push(at);
  requestAnimationFrame(watch);
}

/** The time from each frame to the next. */
const between = (times) => times.slice(1).map((at, index) => at - times[index]);

globalThis.sluiceBench = {
  readyMs,
  startFrames() {
    frames = [];
    isWatching = true;
    requestAnimationFrame(watch);
  },
  stopFrames() {
    isWatching = false;
    return between(frames);
  },
  /** Scrolls down by a step each frame until `lengthPx` or the end of the page. */
  scroll: (stepPx, lengthPx) =>
    new Promise((resolve) => {
      window.scrollTo(0, 0);
      const times = [];
      const step = (at) => {
        times.push(at);
        const isAtEnd =
          window.scrollY + window.innerHeight >=
          Math.min(lengthPx, document.documentElement.scrollHeight) - 1;
        if (isAtEnd) resolve(between(times));
        else {
          window.scrollBy(0, stepPx);
          requestAnimationFrame(step);
        }
      };
      requestAnimationFrame(step);
    }),
  /** From each key to the paint after it, those since last time. */
  takeKeys(pressed) {
    const taken = keys.splice(0);
    while (taken.length < pressed) taken.push(REPORTED_FROM_MS);
    return taken;
  },
};
