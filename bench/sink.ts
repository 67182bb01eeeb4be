import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// A receiver in a process of its own, as real ones are: it reads the request to its end and answers 200.
const server = createServer((message, response) => {
  message.resume();
  message.on("end", () => response.end("ok"));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
process.on("disconnect", () => process.exit(0));
