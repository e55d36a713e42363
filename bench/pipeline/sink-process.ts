import { createServer } from "node:http";

// A destination that costs next to nothing: it reads the body, looks at none of
// it and answers as Segment does. Beside the sandbox it shows what that one costs.
const server = createServer(
  { keepAliveTimeout: 75_000 },
  (request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"success":true}');
    });
  },
);
server.listen(0, "127.0.0.1", () => {
  process.send?.(server.address());
});
process.on("disconnect", () => process.exit(0));
