import { randomBytes } from "node:crypto";
import { Prisma, type Tx } from "@/lib/db/client";
import { AppError, type Issue } from "@/lib/domain/errors";
import { readId, showId } from "@/lib/domain/ids";
import type { PayloadFilter } from "@/lib/domain/payload-filter";
import { seal, type SealingKey } from "@/lib/domain/sealed";
import { SUBSCRIPTION_LIMITS, type SubscriptionInput, type SubscriptionValues, URL_PROBLEMS } from "@/lib/domain/subscription";
import { checkUrl, type OutboundPolicy } from "@/lib/outbound/check-url";
import type { Ctx } from "@/lib/services/context";
import { findUnknownTypes } from "./list-event-types";
import { readHeaders, type SubscriptionRow } from "./read";

/** The columns that hold a subscription's values, and its products (UUIDs). */
export interface StoredValues {
  columns: {
    name: string;
    url: string;
    allProducts: boolean;
    allEventTypes: boolean;
    eventTypes: string[];
    filter: Prisma.InputJsonObject | typeof Prisma.DbNull;
    format: string;
    headersEncrypted: string | null;
    hotmartCompatible: boolean;
    hottokEncrypted: string | null;
    timeoutMs: number;
    maxInFlight: number;
    ratePerSec: number | null;
    maxAttempts: number;
    retryWaitsSec: number[];
  };
  productIds: string[];
}

/**
 * Turns what was given into what is stored. Secrets that were left out stay as they were.
 * @throws AppError `invalid` naming each field that cannot be
 */
export async function toStored(call: { ctx: Ctx; tx: Tx; policy: OutboundPolicy; values: SubscriptionValues; was?: SubscriptionRow }): Promise<StoredValues> {
  const { ctx, tx, policy, values, was } = call;
  const issues: Issue[] = [];
  const problem = checkUrl(values.url, policy);
  if (problem) issues.push({ path: "url", message: URL_PROBLEMS[problem] });

  const allProducts = values.allProducts ?? values.productIds.length === 0;
  const wanted = allProducts ? [] : [...new Set(values.productIds.map((id) => readId("product", id)!))];
  const known = new Set((await tx.product.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: wanted } }, select: { id: true } })).map(({ id }) => id));
  if (wanted.some((id) => !known.has(id))) issues.push({ path: "productIds", message: "One of the products does not exist" });

  const allEventTypes = values.allEventTypes ?? values.eventTypes.length === 0;
  const eventTypes = allEventTypes ? [] : [...new Set(values.eventTypes)].sort();
  issues.push(...(await findUnknownTypes({ ...ctx, db: tx }, eventTypes.filter((name) => !was?.eventTypes.includes(name)))));

  const before = new Map((was ? readHeaders(ctx.secretKey, was) : []).map(({ name, value }) => [name.toLowerCase(), value]));
  const headers = values.headers.map(({ name, value }, index) => {
    const kept = value ?? before.get(name.toLowerCase());
    if (kept === undefined) issues.push({ path: `headers.${index}.value`, message: "Give the header a value" });
    return { name, value: kept ?? "" };
  });
  if (issues.length > 0) throw new AppError("invalid", issues[0]!.message, { fix: "Correct what is listed under issues.", issues });

  return {
    columns: {
      name: values.name,
      url: values.url,
      allProducts,
      allEventTypes,
      eventTypes,
      filter: values.filter ?? Prisma.DbNull,
      format: values.format,
      headersEncrypted: headers.length > 0 ? seal(ctx.secretKey, JSON.stringify(headers)) : null,
      hotmartCompatible: values.hotmartCompatible,
      hottokEncrypted: sealHottok(ctx, values, was),
      timeoutMs: values.timeoutMs,
      maxInFlight: values.maxInFlight,
      ratePerSec: values.ratePerSec,
      maxAttempts: values.retryWaitsSec ? values.retryWaitsSec.length + 1 : values.maxAttempts ?? SUBSCRIPTION_LIMITS.maxAttempts.usual,
      retryWaitsSec: values.retryWaitsSec ?? [],
    },
    productIds: wanted,
  };
}

/** Kept also while it is not sent, so that switching it on again does not change it. */
function sealHottok(ctx: Ctx, values: SubscriptionValues, was: SubscriptionRow | undefined): string | null {
  if (values.hottok) return seal(ctx.secretKey, values.hottok);
  if (was?.hottokEncrypted) return was.hottokEncrypted;
  return values.hotmartCompatible ? seal(ctx.secretKey, randomBytes(24).toString("base64url")) : null;
}

/** A stored subscription as someone would give it; headers without values, which means that they stay. */
export function toInput(secretKey: SealingKey, row: SubscriptionRow): SubscriptionInput & { productIds: string[]; eventTypes: string[] } {
  return {
    name: row.name,
    url: row.url,
    allProducts: row.allProducts,
    productIds: row.products.map(({ product }) => showId("product", product.id)),
    allEventTypes: row.allEventTypes,
    eventTypes: row.eventTypes,
    filter: row.filter as PayloadFilter | null,
    format: row.format as SubscriptionValues["format"],
    headers: readHeaders(secretKey, row).map(({ name }) => ({ name })),
    hotmartCompatible: row.hotmartCompatible,
    timeoutMs: row.timeoutMs,
    maxInFlight: row.maxInFlight,
    ratePerSec: row.ratePerSec,
    maxAttempts: row.maxAttempts,
    retryWaitsSec: row.retryWaitsSec.length > 0 ? row.retryWaitsSec : null,
  };
}
