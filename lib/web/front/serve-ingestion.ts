import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiAnswer, ApiRequest } from "../api-request";
import { answerIngestion } from "../ingest-route";
import { type RouteRuntime, runAsKey } from "../run-as-key";
import { readIncoming } from "./read-incoming";
import { LINGER_MS } from "./slow-senders";

const PATH = "/api/v1/events";
/** How much a sender that was refused may go on sending, so that it gets to read why. */
const LINGER_BYTES = 8 * 1024 * 1024;

/** Whether a request is ingestion, which need not pass through Next. */
export function isIngestion({ method, url = "" }: IncomingMessage): boolean {
  return method === "POST" && (url === PATH || url.startsWith(`${PATH}?`));
}

/**
 * Answers `POST /api/v1/events` on a plain server: the second mount of what app/api/v1/events/route.ts does.
 * @param waitsToSend the sender asked (Expect: 100-continue) and has not been answered yet
 */
export async function serveIngestion(request: IncomingMessage, response: ServerResponse, runtime: () => RouteRuntime, waitsToSend = false): Promise<void> {
  const incoming: ApiRequest = {
    headers: { get: (name) => request.headers[name]?.toString() ?? null },
    openBody() {
      if (waitsToSend) response.writeContinue();
      waitsToSend = false;
      return readIncoming(request);
    },
  };
  const answer = await runAsKey<ApiAnswer>({
    runtime,
    permission: "event.ingest",
    headers: incoming.headers,
    options: { heedsProducts: true },
    work: async (ctx, requestId) => {
      const answered = await answerIngestion({ ctx, request: incoming });
      answered.headers["x-request-id"] = requestId;
      return answered;
    },
    refuse: (problem) => problem,
  });
  // Whoever went away in the middle hears nothing.
  if (response.destroyed) return;
  const headers = { ...answer.headers, "content-length": Buffer.byteLength(answer.body) };
  if (request.complete) return void response.writeHead(answer.status, headers).end(answer.body);
  response.writeHead(answer.status, { ...headers, connection: "close" });
  if (waitsToSend) return void response.end(answer.body);
  // Closed at once, the connection would be reset under a sender that is still at it, and the answer lost.
  response.write(answer.body);
  linger(request, response);
}

function linger(request: IncomingMessage, response: ServerResponse): void {
  let left = LINGER_BYTES;
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.on("data", (chunk: Buffer) => {
    left -= chunk.byteLength;
    if (left < 0) end();
  });
  request.once("end", end).once("close", end).once("error", end).resume();
}
