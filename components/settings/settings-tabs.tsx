"use client";
import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { usePathname } from "next/navigation";
import { useMayAny } from "@/components/access";
import { cn } from "@/lib/cn";
import { SETTINGS_PAGES } from "./settings-pages";

/** The parts of the settings, each a page of its own; only those that the person may open. On a phone they wrap. */
export function SettingsTabs() {
  const t = useTranslations("settings.tabs");
  const pathname = usePathname();
  const may = useMayAny();
  return (
    <nav aria-label={t("label")} className="mb-6 border-b border-border">
      <ul className="flex flex-wrap gap-x-5">
        {SETTINGS_PAGES.filter(({ permission }) => may(permission)).map(({ key, href }) => {
          const isCurrent = pathname === href;
          return (
            <li key={key}>
              <Link href={href} aria-current={isCurrent ? "page" : undefined}
                className={cn("-mb-px block border-b-2 border-transparent py-2 text-sm whitespace-nowrap text-muted-foreground hover:text-foreground", isCurrent && "border-primary font-medium text-foreground")}>
                {t(key)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
