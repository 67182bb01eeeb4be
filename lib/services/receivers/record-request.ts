import { isUtf8 } from "node:buffer";
import type { Db } from "@/lib/db/client";
import type { Receiver } from "@/lib/db/generated/client";
import { newUuid } from "@/lib/domain/ids";
import { maskSecretsIn } from "@/lib/domain/mask";
import { answerWord, decideAnswer, type ReceiverAnswer } from "@/lib/domain/receiver-behaviour";
import { tryUnseal, type SealingKey } from "@/lib/domain/sealed";
import { isSignatureValid } from "@/lib/domain/signature";
import { readHeaders } from "@/lib/services/subscriptions/read";
import { maskHeaders } from "./mask";
import { KEPT_REQUESTS, showReceiver } from "./read";

/** Bytes of a body that are kept: more than the largest event has. The signature is checked over all of them. */
export const KEPT_BODY_BYTES = 300_000;

export type SignatureState = "valid" | "invalid" | "unsigned" | "unknown";

/** What came to a receiver's address. Nobody is signed in here: the token is the whole permission. */
export interface IncomingRequest {
  token: string;
  method: string;
  path: string;
  headers: [string, string][];
  body: Buffer;
  /** The sender had more than was read. */
  isCutOff: boolean;
}

export type RecordResult = { outcome: "recorded"; answer: ReceiverAnswer } | { outcome: "unknown_token" };

/** Keeps a request in the receiver's inbox, with whether its signature is right, and says how to answer it. */
export async function recordRequest({ db, secretKey, now, chance, input }: {
  db: Db; secretKey: SealingKey; now: Date; chance: number; input: IncomingRequest;
}): Promise<RecordResult> {
  const receiver = await db.receiver.findUnique({ where: { token: input.token } });
  if (!receiver) return { outcome: "unknown_token" };
  const answer = decideAnswer(showReceiver("", receiver).behaviour, chance);
  const kept = input.body.subarray(0, KEPT_BODY_BYTES);
  // Postgres holds no NUL in a text.
  const isText = isUtf8(kept) && !kept.includes(0);
  const senders = await findSenders(db, secretKey, receiver, now);
  await db.receiverRequest.create({
    data: {
      id: newUuid(now),
      receiverId: receiver.id,
      receivedAt: now,
      method: input.method,
      path: input.path.slice(0, 2_000),
      headers: maskHeaders(input.headers, senders.flatMap((sender) => sender.headerNames)),
      body: isText ? maskSecretsIn(kept.toString("utf8"), senders.flatMap((sender) => sender.hottok ?? [])) : kept.toString("base64"),
      bodyEncoding: isText ? "utf8" : "base64",
      bodyBytes: input.body.length,
      bodyTruncated: input.isCutOff || kept.length < input.body.length,
      signature: checkSignature(senders, input),
      answer: answerWord(answer),
    },
  });
  await trim(db, receiver.id);
  return { outcome: "recorded", answer };
}

/** What is secret of a subscription that sends here, as far as it can be read: one lost key must not close the receiver to all. */
interface Sender { secrets: string[]; headerNames: string[]; hottok: string | null }

async function findSenders(db: Db, secretKey: SealingKey, receiver: Receiver, now: Date): Promise<Sender[]> {
  // By path and not by the whole address: the same house answers to localhost, 127.0.0.1 and its public name.
  const subscriptions = await db.subscription.findMany({
    where: { workspaceId: receiver.workspaceId, deletedAt: null, url: { contains: `/r/${receiver.token}` } },
    select: { headersEncrypted: true, hottokEncrypted: true, secrets: { where: { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }, select: { secretEncrypted: true } } },
  });
  return subscriptions.map((row) => ({
    secrets: row.secrets.flatMap(({ secretEncrypted }) => tryUnseal(secretKey, secretEncrypted) ?? []),
    headerNames: readHeaders(secretKey, row).map(({ name }) => name),
    hottok: row.hottokEncrypted && tryUnseal(secretKey, row.hottokEncrypted),
  }));
}

function checkSignature(senders: Sender[], input: IncomingRequest): SignatureState {
  const header = (name: string) => input.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const signature = header("webhook-signature");
  if (!signature) return "unsigned";
  const secrets = senders.flatMap((sender) => sender.secrets);
  if (secrets.length === 0) return "unknown";
  const content = { id: header("webhook-id") ?? "", timestampSec: Number(header("webhook-timestamp")), body: input.body };
  return isSignatureValid(secrets, content, signature) ? "valid" : "invalid";
}

// With each insert, so that no inbox ever grows past its size; those past their days go with the worker's housekeeping.
async function trim(db: Db, receiverId: string): Promise<void> {
  await db.$executeRaw`
    DELETE FROM receiver_requests WHERE receiver_id = ${receiverId}::uuid AND id <= (
      SELECT id FROM receiver_requests WHERE receiver_id = ${receiverId}::uuid ORDER BY id DESC OFFSET ${KEPT_REQUESTS}::int LIMIT 1)`;
}
