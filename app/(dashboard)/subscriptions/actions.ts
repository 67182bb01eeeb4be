"use server";
import { getTranslations } from "next-intl/server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { routes } from "@/lib/routes";
import { ensureReceiver } from "@/lib/services/receivers/ensure";
import { listProductChoices } from "@/lib/services/products/list";
import { backTest, type BackTest, type BackTestInput } from "@/lib/services/subscriptions/back-test";
import { deleteSubscription } from "@/lib/services/subscriptions/delete";
import { discardDraft, type GetDraftInput, saveDraft, type SaveDraftInput } from "@/lib/services/subscriptions/drafts";
import { duplicateSubscription } from "@/lib/services/subscriptions/duplicate";
import { finishDraft, type FinishDraftInput } from "@/lib/services/subscriptions/finish-draft";
import type { GetSubscriptionInput } from "@/lib/services/subscriptions/get";
import { preflightUrl, type PreflightCheck, type PreflightUrlInput } from "@/lib/services/subscriptions/preflight";
import { revealSecret, type SubscriptionSecrets } from "@/lib/services/subscriptions/reveal-secret";
import { rotateSecret, type RotateSecretInput } from "@/lib/services/subscriptions/rotate-secret";
import { setSubscriptionStatus, type SetSubscriptionStatusInput } from "@/lib/services/subscriptions/set-status";
import { testDraft, type DraftTestResult, type TestDraftInput } from "@/lib/services/subscriptions/test-draft";
import { updateSubscription, type UpdateSubscriptionInput } from "@/lib/services/subscriptions/update";
import { authedAction, NO_INPUT } from "@/lib/web/action";
import { outboundPolicy } from "@/lib/web/outbound-policy";

const PRODUCTS_SHOWN = 30;
const FindProductsInput = z.object({ search: z.string().max(1_000) });

export const finishDraftAction = authedAction<FinishDraftInput, { id: string }>("subscription.write", async ({ ctx, input }) => {
  const made = await finishDraft({ ctx, input, policy: outboundPolicy() });
  revalidatePath(routes.subscriptions.list());
  return made;
});

export const saveDraftAction = authedAction<SaveDraftInput, { id: string }>("subscription.write", async ({ ctx, input }) => saveDraft({ ctx, input }));

export const discardDraftAction = authedAction<GetDraftInput, void>("subscription.write", async ({ ctx, input }) => {
  await discardDraft({ ctx, input });
  revalidatePath(routes.subscriptions.list());
});

export const testDraftAction = authedAction<TestDraftInput, DraftTestResult>("event.test", async ({ ctx, input }) => testDraft({ ctx, input, policy: outboundPolicy() }));

export const preflightAction = authedAction<PreflightUrlInput, PreflightCheck[]>("subscription.write", async ({ ctx, input }) => preflightUrl({ ctx, input, policy: outboundPolicy() }));

export const updateSubscriptionAction = authedAction<UpdateSubscriptionInput, { id: string }>("subscription.write", async ({ ctx, input }) => {
  const { id } = await updateSubscription({ ctx, input, policy: outboundPolicy() });
  revalidatePath(routes.subscriptions.detail(id));
  return { id };
});

export const setStatusAction = authedAction<SetSubscriptionStatusInput, void>("subscription.write", async ({ ctx, input }) => {
  await setSubscriptionStatus({ ctx, input });
  revalidatePath(routes.subscriptions.list());
});

export const deleteSubscriptionAction = authedAction<GetSubscriptionInput, { cancelled: number }>("subscription.write", async ({ ctx, input }) => {
  const { cancelled } = await deleteSubscription({ ctx, input });
  revalidatePath(routes.subscriptions.list());
  return { cancelled };
});

export const duplicateSubscriptionAction = authedAction<GetSubscriptionInput, { id: string }>("subscription.write", async ({ ctx, input }) => {
  const t = await getTranslations("subscriptions.actions");
  const { id } = await duplicateSubscription({ ctx, input, copy: t("copy") });
  revalidatePath(routes.subscriptions.list());
  return { id };
});

export const revealSecretAction = authedAction<GetSubscriptionInput, SubscriptionSecrets>("secret.read", async ({ ctx, input }) => revealSecret({ ctx, input }));

export const rotateSecretAction = authedAction<RotateSecretInput, { secret: string; oldUntil: Date | null }>("subscription.write", async ({ ctx, input }) => rotateSecret({ ctx, input }));

export const ensureReceiverAction = authedAction("receiver.write", NO_INPUT, async ({ ctx }) => ({ url: (await ensureReceiver({ ctx })).url }));

export const findProductsAction = authedAction("product.read", FindProductsInput, async ({ ctx, input }) => {
  const { data, next } = await listProductChoices({ ctx, input: { search: input.search || undefined, limit: PRODUCTS_SHOWN } });
  return { products: data.map(({ id, name, externalId }) => ({ id, name, externalId })), hasMore: next !== null };
});

export const backTestAction = authedAction<BackTestInput, BackTest>("event.read", async ({ ctx, input }) => backTest({ ctx, input }));
