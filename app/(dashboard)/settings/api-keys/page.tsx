import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { listApiKeys } from "@/lib/services/api-keys/list";
import { listProductChoices } from "@/lib/services/products/list";
import { requireCtx } from "@/lib/web/session";
import { ApiKeys } from "./api-keys";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: `${t("tabs.apiKeys")} · ${t("title")}` };
}

export default async function ApiKeysPage() {
  const ctx = await requireCtx("apiKey.read");
  const [keys, products] = await Promise.all([listApiKeys({ ctx, input: {} }), listProductChoices({ ctx, input: { limit: 100 } })]);
  return <ApiKeys keys={keys} products={products.data.map(({ id, name, externalId }) => ({ id, name, externalId }))} />;
}
