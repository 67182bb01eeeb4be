import { CircleAlert, CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PreflightCheck } from "@/lib/services/subscriptions/preflight";

const ICONS = { ok: [CircleCheck, "text-success"], warning: [CircleAlert, "text-warning"], failed: [CircleX, "text-danger"] } as const;

/** What was found out about an address, one line each, in words. */
export function PreflightList({ checks }: { checks: PreflightCheck[] }) {
  const t = useTranslations("subscriptions.preflight");
  return (
    <ul className="space-y-2 rounded-md border border-border bg-subtle p-3" aria-label={t("title")}>
      {checks.map(({ name, state, code, values }) => {
        const [Icon, colour] = ICONS[state];
        return (
          <li key={name} className="flex items-start gap-2 text-sm">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colour}`} />
            <span className="min-w-0 break-words"><span className="sr-only">{t(`state.${state}`)}: </span>{t(`${name}.${code}` as never, values as never)}</span>
          </li>
        );
      })}
    </ul>
  );
}
