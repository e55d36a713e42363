import { join } from "node:path";
import { ensureReady } from "./ensure-ready.mjs";

// `npm run build`: what `npm start` does before it starts anything, for images and
// machines that run the processes themselves.
await ensureReady({
  root: join(import.meta.dirname, ".."),
  log: console.log,
  build: true,
});
