import { expect, test } from "vitest";
import { newUuid } from "@/lib/domain/ids";
import { newSecret } from "@/lib/domain/signature";
import { emptyResult } from "@/lib/outbound/result";
import { attemptDelivery } from "./attempt";
import type { Job } from "./load";

const job: Job = {
  claim: {
    deliveryId: newUuid(), eventId: newUuid(), subscriptionId: newUuid(), claimId: newUuid(), scheduleStep: 0, trigger: "first", requestedBy: null, resumeDueAt: null, isProbe: false, slots: 1, leaseEndsAt: Infinity,
  },
  target: { url: "https://crm.example.com", format: "json_v2", timeoutMs: 1_000, secrets: [newSecret()], headers: [{ name: "X-Key", value: "planted-key-91c3ü" }], hottok: "planted-hottok-77", retryWaitsSec: [] },
  workspaceId: newUuid(), body: "{}", isTest: false, eventType: "PURCHASE_APPROVED", productId: null, status: "waiting", attemptCount: 0, maxAttempts: 8, hasDelivered: false,
};

test("an answer that says back what it was sent is kept without the secrets, also where it is no text; other bytes stay", async () => {
  const answered = async (body: Buffer) => {
    const send = async () => ({ ...emptyResult(), responseStatus: 200, responseHeaders: [], responseBody: body.toString("base64"), responseEncoding: "base64" as const, responseBytes: body.length });
    const { result } = await attemptDelivery({ send, close: async () => {}, destroy: async () => {} }, job, { now: new Date(), jitter: 0 });
    return Buffer.from(result.responseBody!, "base64");
  };
  for (const encoding of ["latin1", "utf8"] as const) {
    const kept = await answered(Buffer.concat([Buffer.from([0, 0xff, 0xfe]), Buffer.from("x-key: planted-key-91c3ü; hottok=planted-hottok-77!", encoding), Buffer.from([0x80])]));
    expect(kept.toString("latin1")).toBe("\0\xff\xfex-key: ******; hottok=******!\x80");
  }
  const picture = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  expect(await answered(picture)).toEqual(picture);
});
