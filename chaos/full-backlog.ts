import { createServer, type AddressInfo } from "node:net";

/*
 * A receiver at which connecting itself hangs: it takes nobody, and its queue of those who wait is full, so that the system
 * answers no further knock. It is frozen (SIGSTOP) by its parent when it has told its port, and filled from outside.
 */
const server = createServer({ pauseOnConnect: true }).listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => process.send!((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
