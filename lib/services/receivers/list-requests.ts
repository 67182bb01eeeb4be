import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { idSchema, showId } from "@/lib/domain/ids";
import { isStorableText } from "@/lib/domain/product-ref";
import type { Call } from "@/lib/services/context";
import { findOwnedReceiver, KEPT_REQUESTS, keptSince } from "./read";
import type { SignatureState } from "./record-request";

export const ListRequestsInput = z.object({
  receiverId: idSchema("receiver"),
  /** Anything in the headers or the beginning of the body. */
  search: z.string().trim().max(300).refine(isStorableText, "Use printable characters only").optional(),
  limit: z.number().int().min(1).max(KEPT_REQUESTS).default(KEPT_REQUESTS),
});
export type ListRequestsInput = z.input<typeof ListRequestsInput>;

export interface RequestRow {
  id: string;
  receivedAt: Date;
  method: string;
  /** The event type that the body names, null when it names none. */
  eventType: string | null;
  /** The body says so, in the place where Aviso's own tests do. */
  isTest: boolean;
  bodyBytes: number;
  signature: SignatureState;
  /** A status, or hang | reset. */
  answer: string;
}

/** Characters of each body that are searched: Postgres writes all of them in small letters first, and an inbox may hold 150 MB. */
export const SEARCHED_CHARS = 32_768;

/**
 * What a receiver got, newest first, without bodies.
 * @returns `found` of `total` in the inbox; `isCut` where the search did not see the whole of some body
 */
export async function listRequests({ ctx, input }: Call<ListRequestsInput>): Promise<{ requests: RequestRow[]; found: number; total: number; isCut: boolean }> {
  const { receiverId, search, limit } = ListRequestsInput.parse(input);
  const { id } = await findOwnedReceiver(ctx, receiverId);
  const kept = Prisma.sql`receiver_id = ${id}::uuid AND received_at >= ${keptSince(ctx.now()).toISOString()}::timestamptz`;
  const found = search
    ? Prisma.sql`AND (strpos(lower(method || ' ' || path), lower(${search})) > 0 OR strpos(lower(headers::text), lower(${search})) > 0 OR strpos(lower(left(body, ${SEARCHED_CHARS})), lower(${search})) > 0)`
    : Prisma.empty;
  const rows = await ctx.db.$queryRaw<{ id: string; received_at: Date; method: string; event_type: string | null; is_test: boolean; body_bytes: number; signature: SignatureState; answer: string; found: number }[]>`
    SELECT id, received_at, method, substring(left(body, 1000) FROM '(?:"event"\\s*:\\s*"|(?:^|&)event=)([A-Za-z0-9_.-]{1,128})') AS event_type,
      split_part(left(body, 1000), '"data"', 1) ~ '"test"\\s*:\\s*true' AS is_test, body_bytes, signature, answer, (count(*) OVER ())::int AS found
    FROM receiver_requests WHERE ${kept} ${found} ORDER BY id DESC LIMIT ${limit}`;
  const [all] = await ctx.db.$queryRaw<{ total: number; has_large: boolean }[]>`
    SELECT count(*)::int AS total, coalesce(bool_or(octet_length(body) > ${SEARCHED_CHARS}), false) AS has_large FROM receiver_requests WHERE ${kept}`;
  return {
    found: rows[0]?.found ?? 0,
    total: all!.total,
    isCut: search !== undefined && all!.has_large,
    requests: rows.map((row) => ({
      id: showId("receiverRequest", row.id),
      receivedAt: row.received_at,
      method: row.method,
      eventType: row.event_type,
      isTest: row.is_test,
      bodyBytes: row.body_bytes,
      signature: row.signature,
      answer: row.answer,
    })),
  };
}
