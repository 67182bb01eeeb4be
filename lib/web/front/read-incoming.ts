import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/domain/errors";
import type { BodyReader } from "../api-request";

/** Reads a request's body as its consumer asks for it; what is not asked for stays in the socket. */
export function readIncoming(request: IncomingMessage): BodyReader {
  let wake: (() => void) | undefined;
  let isCancelled = false;
  const notice = () => wake?.();
  request.on("readable", notice).on("end", notice).on("close", notice).on("error", notice);
  const stop = () => void request.off("readable", notice).off("end", notice).off("close", notice);
  return {
    async read() {
      for (;;) {
        if (isCancelled) return { done: true };
        const value = request.read() as Buffer | null;
        if (value !== null) return { done: false, value };
        if (request.readableEnded) {
          stop();
          return { done: true };
        }
        if (request.destroyed || request.errored) throw new AppError("malformed", "The request ended before its body did.", { fix: "Send it again." });
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    // The connection stays: it carries the answer.
    async cancel() {
      stop();
      isCancelled = true;
      wake?.();
    },
  };
}
