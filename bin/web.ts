import { existsSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { runPart } from "@/lib/config/part";
import { assertMigrated } from "@/lib/db/pending-migrations";
import { catchConsole } from "@/lib/log";
import { answerMetrics, countRequest } from "@/lib/metrics";
import { watchHouse } from "@/lib/services/health/watch";
import { guardRequest } from "@/lib/web/front/guard-request";
import { createLimitedServer } from "@/lib/web/front/limit-server";
import { isIngestion, serveIngestion } from "@/lib/web/front/serve-ingestion";
import { getRuntime } from "@/lib/web/process-runtime";

/** The web process: a small server of ours that takes events in, and hosts Next's request handler for all else. */
await runPart("web", async (settings) => {
  const isDev = process.env.NODE_ENV === "development";
  if (!isDev && !existsSync(".next/BUILD_ID")) throw new Error("The web app is not built. Run `npm run build` first, or `npm start`, which does it.");
  // Next and React read it as they are loaded. Next's own guess of our address, where it sends an action on to its page, is a
  // proxy's scheme with our port.
  Object.assign(process.env, { NODE_ENV: isDev ? "development" : "production", __NEXT_PRIVATE_ORIGIN: `http://127.0.0.1:${settings.port}` });
  if (!isDev) catchConsole();
  const { db } = getRuntime();
  await assertMigrated(db);
  watchHouse(db);
  const { default: next } = await import("next");
  const app = next({ dev: isDev, port: settings.port, hostname: "localhost" });
  await app.prepare();
  const handle = app.getRequestHandler();
  const answer = (request: IncomingMessage, response: ServerResponse, waitsToSend: boolean): void => {
    countRequest(request, response);
    const isMetrics = request.url === "/metrics";
    // Before the guard writes its own word about where a request came from.
    const isOpen = isMetrics && settings.isLocal && isLoopback(request);
    if (!guardRequest(request, response, settings, isDev)) return;
    if (isMetrics) return void answerMetrics(request, response, { token: settings.metrics.token, isOpen });
    // In development Next answers, because it reloads what was changed.
    if (!isDev && isIngestion(request)) return void serveIngestion(request, response, getRuntime, waitsToSend);
    if (waitsToSend) response.writeContinue();
    void handle(request, response);
  };
  const server = createLimitedServer(settings, (request, response) => answer(request, response, false));
  server.on("checkContinue", (request, response) => answer(request, response, true));
  await listen(server, settings.port);
  return () => close(server);
});

/** Without a proxy's word between: what comes through one is the world's. */
function isLoopback({ socket, headers }: IncomingMessage): boolean {
  return /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? "") && headers["x-forwarded-for"] === undefined && headers.forwarded === undefined;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", ({ code }: NodeJS.ErrnoException) => reject(new Error(`Port ${port} cannot be opened (${code}). Stop what uses it, or choose another in PORT.`)));
    server.listen(port, () => resolve());
  });
}

/** Requests under way are answered. Open event streams and hung receivers would hold the process; the worker's attempts are not among them. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  });
}
