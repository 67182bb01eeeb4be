import { createServer } from "node:http";
import next from "next";
import { readSettings } from "@/lib/config/env";
import { guardRequest } from "@/lib/web/front/guard-request";

/** The web process: a small server of ours that hosts Next's request handler. */
const settings = readSettings();
const isDev = process.env.NODE_ENV !== "production";
const app = next({ dev: isDev, port: settings.port, hostname: "localhost" });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  if (guardRequest(request, response, settings, isDev)) void handle(request, response);
});
server.keepAliveTimeout = 65_000;
// Whoever sends a byte now and then is let go; what takes this long to send is no event.
server.headersTimeout = 20_000;
server.requestTimeout = 60_000;
server.listen(settings.port, () => process.stdout.write("web ready\n"));

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  // Open event streams and hung receivers would hold the process; the worker's attempts are not among them.
  setTimeout(() => server.closeAllConnections(), 3_000).unref();
  setTimeout(() => process.exit(0), 5_000).unref();
}
process.on("SIGTERM", stop).on("SIGINT", stop).on("disconnect", stop);
