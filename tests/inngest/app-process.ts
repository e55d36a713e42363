import { createServer } from "node:http";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { createFunctions } from "./durable-functions";

// An app with the suite's functions, as a process that can be killed. What the functions
// do it tells the suite by message.
const client = new Inngest({ id: "durable" });
const functions = createFunctions(client, (name, value) => {
  process.send?.({ name, value, atMs: Date.now() });
});
const handler = serve({ client, functions });
createServer((message, response) => {
  handler(message, response);
}).listen(Number(process.env.APP_PORT), "127.0.0.1", () => {
  process.send?.({ name: "listening", value: null, atMs: Date.now() });
});
process.on("disconnect", () => process.exit(0));
