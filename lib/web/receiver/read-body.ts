/** Bytes that a receiver takes; it reads no further. */
const MAX_BODY_BYTES = 1_000_000;

/** Reads a body up to the limit and says whether there was more. */
export async function readReceivedBody(request: Request): Promise<{ body: Buffer; isCutOff: boolean }> {
  if (!request.body) return { body: Buffer.alloc(0), isCutOff: false };
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { body: Buffer.concat(chunks, size), isCutOff: false };
    chunks.push(value);
    size += value.byteLength;
    if (size <= MAX_BODY_BYTES) continue;
    // Not awaited: a sender that never ends must not keep us.
    void reader.cancel().catch(() => undefined);
    return { body: Buffer.concat(chunks, size).subarray(0, MAX_BODY_BYTES), isCutOff: true };
  }
}
