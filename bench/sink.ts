import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// A receiver in a process of its own, as real ones are: it reads the request to its end and answers 200. Below /hang it never
// answers. Asked with a message, it tells what came since the last time: [event's id, when its first bytes came], or how many.
let seen: [string, number][] = [];
let count = 0;
const server = createServer((message, response) => {
  const at = performance.timeOrigin + performance.now();
  message.resume();
  if (message.url!.startsWith("/hang")) return;
  count++;
  if (message.url!.startsWith("/timed")) seen.push([String(message.headers["webhook-id"]), at]);
  message.on("end", () => response.end("ok"));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.on("message", () => {
  process.send!({ seen, count });
  seen = [];
});
process.on("disconnect", () => process.exit(0));
