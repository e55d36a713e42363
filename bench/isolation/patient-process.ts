import { createServer } from "node:http";
import type { Mood } from "./patient";

// A destination that answers as Segment does, never answers, or hangs up, as its
// parent says.
let mood: Mood = "well";
const server = createServer(
  { keepAliveTimeout: 75_000 },
  (request, response) => {
    if (mood === "refusing") {
      request.socket.destroy();
      return;
    }
    request.resume().on("end", () => {
      if (mood === "hanging") return;
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"success":true}');
    });
  },
);
server.listen(0, "127.0.0.1", () => {
  process.send?.(server.address());
});
process.on("message", (message) => (mood = message as Mood));
process.on("disconnect", () => process.exit(0));
