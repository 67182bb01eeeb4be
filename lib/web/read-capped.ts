import type { ApiRequest } from "./api-request";

/**
 * Reads a body and stops where it becomes too large.
 * @param limitOf how much this body may have, from its first bytes; null while they do not tell
 * @param tooLarge what to throw past the limit
 */
export async function readCapped(request: ApiRequest, limits: { most: number; untilKnown: number }, limitOf: (chunk: Uint8Array) => number | null, tooLarge: (limit: number) => Error): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limits.most) throw tooLarge(limits.most);
  const reader = request.openBody();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let limit: number | null = null;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
    chunks.push(value);
    size += value.byteLength;
    limit ??= limitOf(value);
    const most = limit ?? limits.untilKnown;
    if (size <= most) continue;
    // Not awaited: a sender that never ends must not keep us.
    void reader.cancel().catch(() => undefined);
    throw tooLarge(most);
  }
}
