import type { Dispatcher } from "undici";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";

/** What was kept of an answer's body. */
export interface KeptBody {
  text: string;
  encoding: "utf8" | "base64";
  /** Received in all, also what was not kept. */
  bytes: number;
  isTruncated: boolean;
}

/**
 * Keeps the first 64 kB, counts the rest up to a bound, and cuts off what is longer.
 * @param keep is given what came, also when the answer broke off
 */
export async function readBody(body: Dispatcher.ResponseData["body"], keep: (body: KeptBody) => void): Promise<void> {
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (keptBytes < DELIVERY_LIMITS.keptResponseBytes) {
        const part = chunk.subarray(0, DELIVERY_LIMITS.keptResponseBytes - keptBytes);
        kept.push(part);
        keptBytes += part.length;
      }
      // Reading on only to count would let a receiver hold us.
      if (bytes > DELIVERY_LIMITS.readResponseBytes) break;
    }
  } finally {
    const all = Buffer.concat(kept);
    const text = asText(all, bytes > keptBytes);
    keep({ text: text ?? all.toString("base64"), encoding: text === null ? "base64" : "utf8", bytes, isTruncated: bytes > keptBytes });
  }
}

/** The text of valid UTF-8 without NUL, which Postgres cannot hold; null for anything else. */
function asText(bytes: Buffer, isCut: boolean): string | null {
  if (bytes.includes(0)) return null;
  try {
    // A cut may fall inside a character: `stream` leaves that one out.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
  } catch {
    return null;
  }
}
