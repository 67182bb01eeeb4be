import { setTimeout as wait } from "node:timers/promises";
import type { ReceiverAnswer } from "@/lib/domain/receiver-behaviour";

/** How long a hung request is held when the sender never gives up. */
const MAX_HANG_MS = 60_000;
const BODYLESS = new Set([204, 205, 304]);

// What a receiver answers was written by a person and comes from Aviso's own origin: it must never run there.
const SAFE_HEADERS = {
  "content-type": "text/plain; charset=utf-8",
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "cache-control": "no-store",
};

/** Does what the receiver was told to do with a request. @param signal aborts when the sender has gone */
export async function giveAnswer(answer: ReceiverAnswer, signal: AbortSignal): Promise<Response> {
  switch (answer.kind) {
    case "respond":
      await waitUnlessGone(answer.delayMs, signal);
      return new Response(BODYLESS.has(answer.status) ? null : answer.body, { status: answer.status, headers: SAFE_HEADERS });
    case "redirect":
      return new Response(null, { status: 307, headers: { ...SAFE_HEADERS, location: answer.location } });
    case "hang":
      await waitUnlessGone(MAX_HANG_MS, signal);
      return new Response("The receiver was told to hang and gave up after 60 seconds.", { status: 504, headers: SAFE_HEADERS });
    case "reset":
      return new Response(cutConnection(), { headers: SAFE_HEADERS });
  }
}

async function waitUnlessGone(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal }).catch(() => undefined);
}

// A route handler has no socket to close. A body that fails before its first byte makes the server drop the connection.
function cutConnection(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      controller.error(new Error("The receiver was told to cut the connection."));
    },
  });
}
