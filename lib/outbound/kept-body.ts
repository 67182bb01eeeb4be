import { isUtf8 } from "node:buffer";
import { DELIVERY_LIMITS } from "@/lib/domain/delivery-limits";

/** What was kept of an answer's body. */
export interface KeptBody {
  text: string;
  encoding: "utf8" | "base64";
  /** Received in all, also what was not kept. */
  bytes: number;
  isTruncated: boolean;
}

export interface BodyKeeper {
  /** @returns whether to read on: only to count without end would let a receiver hold us */
  add(chunk: Buffer): boolean;
  kept(): KeptBody;
}

/** Keeps the first 64 kB of a body, and counts the rest up to a bound. */
export function createBodyKeeper(): BodyKeeper {
  const chunks: Buffer[] = [];
  let keptBytes = 0;
  let bytes = 0;
  return {
    add(chunk) {
      bytes += chunk.length;
      if (keptBytes < DELIVERY_LIMITS.keptResponseBytes) {
        const part = chunk.subarray(0, DELIVERY_LIMITS.keptResponseBytes - keptBytes);
        chunks.push(part);
        keptBytes += part.length;
      }
      return bytes <= DELIVERY_LIMITS.readResponseBytes;
    },
    kept() {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const text = asText(all, bytes > keptBytes);
      return { text: text ?? all.toString("base64"), encoding: text === null ? "base64" : "utf8", bytes, isTruncated: bytes > keptBytes };
    },
  };
}

/** The text of valid UTF-8 without NUL, which Postgres cannot hold; null for anything else. */
function asText(bytes: Buffer, isCut: boolean): string | null {
  if (bytes.includes(0)) return null;
  if (isUtf8(bytes)) return bytes.toString("utf8");
  if (!isCut) return null;
  try {
    // The cut may fall inside a character: `stream` leaves that one out.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
