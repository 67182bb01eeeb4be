import { z } from "zod";
import { notFound } from "@/lib/domain/errors";
import { MASK } from "@/lib/domain/mask";
import { idSchema, readId, showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { explainSignature, type SignatureReason } from "./explain-signature";
import { findOwnedReceiver, keptSince } from "./read";
import type { SignatureState } from "./record-request";

const GetRequestInput = z.object({ receiverId: idSchema("receiver"), requestId: idSchema("receiverRequest") });
type GetRequestInput = z.input<typeof GetRequestInput>;

export interface RequestDetail {
  id: string;
  receivedAt: Date;
  method: string;
  path: string;
  headers: [string, string][];
  body: string;
  bodyEncoding: string;
  bodyBytes: number;
  isTruncated: boolean;
  signature: SignatureState;
  /** Why the signature is wrong, when it is. */
  reason: SignatureReason | null;
  /** How far the signed timestamp was from the clock here, when that is more than receivers tolerate. */
  staleMs: number | null;
  answer: string;
  /** Aviso's own event behind it, when it was a delivery of Aviso. */
  eventId: string | null;
}

/** One request with its headers and body. */
export async function getRequest({ ctx, input }: Call<GetRequestInput>): Promise<RequestDetail> {
  const { receiverId, requestId } = GetRequestInput.parse(input);
  const receiver = await findOwnedReceiver(ctx, receiverId);
  const row = await ctx.db.receiverRequest.findFirst({ where: { id: requestId, receiverId, receivedAt: { gte: keptSince(ctx.now()) } } });
  if (!row) throw notFound("request");
  const headers = row.headers as [string, string][];
  const webhookId = headers.find(([name]) => name.toLowerCase() === "webhook-id")?.[1] ?? "";
  const signature = row.signature as SignatureState;
  // A token that was taken out of the body was part of what was signed.
  const isWhole = !row.bodyTruncated && row.bodyEncoding === "utf8" && !row.body.includes(MASK);
  return {
    id: showId("receiverRequest", row.id),
    receivedAt: row.receivedAt,
    method: row.method,
    path: row.path,
    headers,
    body: row.body,
    bodyEncoding: row.bodyEncoding,
    bodyBytes: row.bodyBytes,
    isTruncated: row.bodyTruncated,
    signature,
    reason: await explainSignature(ctx, receiver, { signature, headers, body: row.body, isWhole, receivedAt: row.receivedAt }),
    staleMs: staleMs(headers, row.receivedAt),
    answer: row.answer,
    eventId: row.signature === "valid" && readId("event", webhookId) ? webhookId : null,
  };
}

// Five minutes is what Standard Webhooks' libraries tolerate.
const TOLERATED_MS = 300_000;

function staleMs(headers: [string, string][], receivedAt: Date): number | null {
  const timestamp = headers.find(([name]) => name.toLowerCase() === "webhook-timestamp")?.[1];
  if (!timestamp || !/^\d{1,11}$/.test(timestamp)) return null;
  const offMs = Math.abs(receivedAt.getTime() - Number(timestamp) * 1_000);
  return offMs > TOLERATED_MS ? offMs : null;
}
