import type { IncomingMessage, ServerResponse } from "node:http";
import { watchBody } from "../body-budget";

/** How long a sender may go on that has its answer already, so that it gets to read it. */
export const LINGER_MS = 1_000;

/** Ends the connection of a page's body that comes too slowly. */
export function hurryPageBody(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  const unwatch = watchBody("pages", {
    // Of the connection, because to listen to the body would be to read it.
    arrived: () => socket.bytesRead,
    isHeldUp: () => request.complete || request.readableLength >= request.readableHighWaterMark,
    breakOff: () => {
      // Not into the answer of a request before it, where several were sent at once.
      if (!response.headersSent && response.socket === socket) socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
      socket.destroy();
    },
  });
  response.once("close", unwatch);
}

/** Hangs up on who goes on sending after the answer: whoever reads no body leaves its rest in the way of the next request. */
export function letGoOfAnswered(request: IncomingMessage, response: ServerResponse): void {
  // Kept, because a request that was broken off has none any more.
  const { socket } = request;
  response.once("finish", () => {
    if (!request.complete) setTimeout(() => { if (!request.complete) socket.destroy(); }, LINGER_MS).unref();
  });
}
