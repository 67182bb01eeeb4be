import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { idSchema, newUuid, showId } from "@/lib/domain/ids";
import { seal } from "@/lib/domain/sealed";
import { newSecret } from "@/lib/domain/signature";
import { checkUrl, type OutboundPolicy } from "@/lib/outbound/check-url";
import type { Call } from "@/lib/services/context";

export const CreateSubscriptionInput = z.object({
  name: z.string().trim().min(1, "Give the subscription a name").max(100),
  url: z.string().trim().max(2_048),
  /** None means all products. */
  productIds: z.array(idSchema("product")).max(1_000).default([]),
  /** None means all event types. */
  eventTypes: z.array(z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/)).max(200).default([]),
  timeoutMs: z.int().min(1_000).max(30_000).default(15_000),
  maxInFlight: z.int().min(1).max(100).default(10),
  maxAttempts: z.int().min(1).max(15).default(8),
});
export type CreateSubscriptionInput = z.input<typeof CreateSubscriptionInput>;

const URL_PROBLEMS = {
  not_a_url: "This is not an address. It looks like https://crm.example.com/webhooks",
  too_long: "An address may have 2,048 characters at most",
  scheme: "The address must begin with https://",
  https_only: "Only https:// addresses are allowed here",
  userinfo: "Leave the user name and password out of the address; use a header",
  blocked_address: "This is a private or reserved address, where deliveries may not go",
} as const;

/** Makes a subscription with a secret of its own. @throws AppError `invalid` naming the field */
export async function createSubscription({ ctx, input, policy }: Call<CreateSubscriptionInput> & { policy: OutboundPolicy }): Promise<{ id: string; secret: string }> {
  const values = CreateSubscriptionInput.parse(input);
  const problem = checkUrl(values.url, policy);
  if (problem) throw new AppError("invalid", URL_PROBLEMS[problem], { issues: [{ path: "url", message: URL_PROBLEMS[problem] }] });
  const products = await ctx.db.product.findMany({ where: { workspaceId: ctx.workspaceId, id: { in: values.productIds } }, select: { id: true } });
  if (products.length !== new Set(values.productIds).size) {
    throw new AppError("invalid", "One of the products does not exist.", { issues: [{ path: "productIds", message: "no such product" }] });
  }
  const id = newUuid();
  const secret = newSecret();
  await ctx.db.$transaction([
    ctx.db.subscription.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        name: values.name,
        url: values.url,
        allProducts: products.length === 0,
        products: { create: products.map((product) => ({ productId: product.id })) },
        allEventTypes: values.eventTypes.length === 0,
        eventTypes: values.eventTypes,
        timeoutMs: values.timeoutMs,
        maxInFlight: values.maxInFlight,
        maxAttempts: values.maxAttempts,
        secrets: { create: { id: newUuid(), secretEncrypted: seal(ctx.secretKey, secret) } },
      },
    }),
    ctx.db.workspace.update({ where: { id: ctx.workspaceId }, data: { configVersion: { increment: 1 } } }),
  ]);
  return { id: showId("subscription", id), secret };
}
