import { openBodyShare } from "../body-budget";
import { createCollector } from "../read-capped";

/** Bytes that a receiver takes; it reads no further. */
const MAX_BODY_BYTES = 1_000_000;

/** Reads a body up to the limit and says whether there was more. @throws AppError `unavailable` and `too_slow`, as `readCapped` */
export async function readReceivedBody(request: Request, token: string): Promise<{ body: Buffer; isCutOff: boolean }> {
  if (!request.body) return { body: Buffer.alloc(0), isCutOff: false };
  const reader = request.body.getReader();
  const share = openBodyShare(token, () => void reader.cancel().catch(() => undefined));
  const body = createCollector();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        share.end();
        return { body: Buffer.from(body.bytes()), isCutOff: false };
      }
      share.take(value.byteLength);
      body.add(value);
      if (body.size() > MAX_BODY_BYTES) return { body: Buffer.from(body.bytes().subarray(0, MAX_BODY_BYTES)), isCutOff: true };
    }
  } finally {
    // Not awaited: a sender that never ends must not keep us.
    void reader.cancel().catch(() => undefined);
    share.release();
  }
}
