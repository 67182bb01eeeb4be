import { z } from "zod";
import { idSchema, readId } from "@/lib/domain/ids";
import { SCENARIOS, SPEEDS } from "@/lib/domain/scenarios";

const SUBSCRIPTIONS_AT_MOST = 20;

/** A story and all that a person decides about it. */
export const ScenarioSettings = z.object({
  scenario: z.enum(SCENARIOS),
  /** It goes to these alone, also when they are paused. */
  subscriptionIds: z.array(idSchema("subscription")).min(1, "Choose at least one subscription").max(SUBSCRIPTIONS_AT_MOST, `${SUBSCRIPTIONS_AT_MOST} subscriptions at most`),
  speed: z.enum(SPEEDS).default("at_once"),
  /** What fails is retried, and held while the system is down, as with real events. Otherwise each is tried once. */
  retries: z.boolean().default(false),
  /** One of the workspace's; an example otherwise. */
  productId: idSchema("product").optional(),
  buyer: z.object({ name: z.string().trim().min(1, "Give the buyer a name").max(120, "120 characters at most"), email: z.email("Not an e-mail address").max(200) })
    .default({ name: "Camila Duarte", email: "camila.duarte@example.com" }),
  price: z.number("A number, such as 297").positive("More than 0").max(1_000_000, "1,000,000 at most").default(297),
  currency: z.string().regex(/^[A-Z]{3}$/, "Three capital letters, such as BRL").default("BRL"),
});
export type ScenarioSettings = z.infer<typeof ScenarioSettings>;

/** Settings as they are kept and shown: with shown ids. */
export type KeptSettings = Required<Omit<z.input<typeof ScenarioSettings>, "productId">> & { productId?: string };

/** What is kept of settings that were just parsed. @param given as they came, with shown ids */
export function keepSettings(given: z.input<typeof ScenarioSettings>): KeptSettings {
  const { scenario, speed, retries, buyer, price, currency } = ScenarioSettings.parse(given);
  const ids = [...new Set(given.subscriptionIds)];
  return { scenario, subscriptionIds: ids, speed, retries, ...(given.productId ? { productId: given.productId } : {}), buyer, price: Math.round(price * 100) / 100, currency };
}

/** The database UUIDs behind kept subscriptions. */
export function subscriptionUuids(kept: KeptSettings): string[] {
  return kept.subscriptionIds.flatMap((id) => readId("subscription", id) ?? []);
}
