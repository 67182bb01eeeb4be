import { writeWaits } from "@/lib/domain/retry-waits";
import { tryUnseal, type SealingKey } from "@/lib/domain/sealed";
import { readHeaders, type SubscriptionRow } from "./read";
import type { ChangedField } from "./record-change";

const PLAIN = ["name", "url", "format", "hotmartCompatible", "timeoutMs", "maxInFlight", "ratePerSec", "maxAttempts"] as const;

/** What differs between two states of a subscription, as it is kept and shown. Of what is secret only that it changed. */
export function compareSubscriptions(secretKey: SealingKey, before: SubscriptionRow, after: SubscriptionRow): ChangedField[] {
  const fields: ChangedField[] = [];
  const add = (field: string, was: unknown, is: unknown) => {
    if (JSON.stringify(was) !== JSON.stringify(is)) fields.push({ field, before: was, after: is });
  };
  for (const field of PLAIN) add(field, before[field], after[field]);
  add("retryWaits", writeWaits(before.retryWaitsSec) || null, writeWaits(after.retryWaitsSec) || null);
  // By id: two products may have one name.
  if (productIds(before) !== productIds(after)) fields.push({ field: "products", before: productNames(before), after: productNames(after) });
  add("eventTypes", before.allEventTypes ? null : before.eventTypes, after.allEventTypes ? null : after.eventTypes);
  add("filter", before.filter, after.filter);
  const [was, is] = [readHeaders(secretKey, before), readHeaders(secretKey, after)];
  add("headers", was.map(({ name }) => name), is.map(({ name }) => name));
  const valuesBefore = new Map(was.map(({ name, value }) => [name, value]));
  const changed = is.filter(({ name, value }) => valuesBefore.has(name) && valuesBefore.get(name) !== value).map(({ name }) => name);
  if (changed.length > 0) fields.push({ field: "headerValues", before: changed, after: changed });
  if (before.hottokEncrypted && after.hottokEncrypted && before.hottokEncrypted !== after.hottokEncrypted
    && tryUnseal(secretKey, before.hottokEncrypted) !== tryUnseal(secretKey, after.hottokEncrypted)) fields.push({ field: "hottok", before: null, after: null });
  return fields;
}

function productIds(row: SubscriptionRow): string {
  return row.allProducts ? "all" : row.products.map(({ product }) => product.id).join();
}

/** Null stands for all. */
function productNames(row: SubscriptionRow): string[] | null {
  return row.allProducts ? null : row.products.map(({ product }) => product.name);
}
