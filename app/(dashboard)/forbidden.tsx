import { Lock } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Link } from "@/components/link";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { listManagers } from "@/lib/services/people/list-managers";
import { requireCtx } from "@/lib/web/session";

/** What a person sees where their role ends: which role it is, and who can give another. */
export default async function ForbiddenPage() {
  const ctx = await requireCtx();
  const t = await getTranslations("common.access");
  // Next makes this page beside every other, for the case. An owner may all, so nobody is looked up for them.
  const people = ctx.role === "owner" ? "" : (await listManagers({ ctx })).map(({ name }) => name).join(", ");
  return (
    <EmptyState
      icon={<Lock />}
      title={<span role="heading" aria-level={1}>{t("title")}</span>}
      description={t("description", { role: t(`roles.${ctx.role}`), people })}
      action={<Button asChild variant="outline"><Link href={routes.home()}>{t("home")}</Link></Button>}
    />
  );
}
