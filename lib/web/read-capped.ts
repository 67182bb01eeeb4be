import { network } from "@/lib/services/network";
import { type ApiRequest, apiKeyOf } from "./api-request";
import { openBodyShare } from "./body-budget";
import { addressOf } from "./front/client-address";

/**
 * Reads a body and stops where it becomes too large.
 * @param limitOf how much this body may have, from its first bytes; null while they do not tell
 * @param tooLarge what to throw past the limit
 * @throws AppError `unavailable` when the sender, or the process, is receiving as much as it may hold; `too_slow`
 */
export async function readCapped(request: ApiRequest, limits: { most: number; untilKnown: number }, limitOf: (chunk: Uint8Array) => number | null, tooLarge: (limit: number) => Error): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limits.most) throw tooLarge(limits.most);
  const reader = request.openBody();
  if (!reader) return new Uint8Array();
  const share = openBodyShare(apiKeyOf(request.headers) || network(addressOf(request.headers)), () => void reader.cancel().catch(() => undefined));
  const body = createCollector();
  let limit: number | null = null;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        share.end();
        return body.bytes();
      }
      share.take(value.byteLength);
      limit ??= limitOf(value);
      const most = limit ?? limits.untilKnown;
      if (body.size() + value.byteLength > most) throw tooLarge(most);
      body.add(value);
    }
  } catch (error) {
    // Not awaited: a sender that never ends must not keep us.
    void reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    share.release();
  }
}

const FIRST_BYTES = 16_384;

/**
 * Puts a body together. What comes at once is given back as it is; what comes in pieces is copied into one growing buffer,
 * because a piece of one byte costs a hundred as an object of its own.
 */
export function createCollector() {
  let only: Uint8Array | null = null;
  let merged: Buffer | null = null;
  let size = 0;
  return {
    size: () => size,
    add(value: Uint8Array): void {
      if (size === 0) only = value;
      else {
        if (!merged || size + value.byteLength > merged.length) {
          const larger = Buffer.allocUnsafe(Math.max(FIRST_BYTES, 2 * (size + value.byteLength)));
          larger.set(merged ? merged.subarray(0, size) : only!);
          merged = larger;
          only = null;
        }
        merged.set(value, size);
      }
      size += value.byteLength;
    },
    bytes: (): Uint8Array => only ?? merged?.subarray(0, size) ?? new Uint8Array(),
  };
}
