import { AppError } from "@/lib/domain/errors";
import { MAX_BATCH_BYTES, MAX_EVENT_BYTES } from "@/lib/services/events/ingest-parse";
import type { ApiRequest } from "./api-request";
import { readCapped } from "./read-capped";

/** Reads a body of one event or a batch, and stops reading where it becomes too large for what it is. */
export function readEventBody(request: ApiRequest): Promise<Uint8Array> {
  return readCapped(request, { most: MAX_BATCH_BYTES, untilKnown: MAX_EVENT_BYTES }, limitFor, tooLarge);
}

// An array is a batch. Null while only white space (or a byte order mark) has come.
function limitFor(chunk: Uint8Array): number | null {
  for (const byte of chunk) {
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0xef || byte === 0xbb || byte === 0xbf) continue;
    return byte === 0x5b ? MAX_BATCH_BYTES : MAX_EVENT_BYTES;
  }
  return null;
}

function tooLarge(limit: number): AppError {
  return new AppError("too_large", `The body is over ${limit} bytes.`, {
    fix: `An event may have ${MAX_EVENT_BYTES} bytes, a batch (an array) ${MAX_BATCH_BYTES}.`,
  });
}
