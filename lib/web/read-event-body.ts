import { AppError } from "@/lib/domain/errors";
import { MAX_BATCH_BYTES, MAX_EVENT_BYTES } from "@/lib/services/events/ingest-parse";

/** Reads a body of one event or a batch, and stops reading where it becomes too large for what it is. */
export async function readEventBody(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > MAX_BATCH_BYTES) throw tooLarge(MAX_BATCH_BYTES);
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let limit: number | null = null;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    chunks.push(value);
    size += value.byteLength;
    limit ??= limitFor(value);
    const most = limit ?? MAX_EVENT_BYTES;
    if (size <= most) continue;
    // Not awaited: a sender that never ends must not keep us.
    void reader.cancel().catch(() => undefined);
    throw tooLarge(most);
  }
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
