import { useTranslations } from "next-intl";
import { Link } from "@/components/link";
import { cn } from "@/lib/cn";
import { routes } from "@/lib/routes";

/** The two ways to test, as tabs that are pages of their own. */
export function TestTabs({ current }: { current: "one" | "scenario" }) {
  const t = useTranslations("scenarios.tabs");
  const tabs = [{ key: "one", href: routes.test() }, { key: "scenario", href: routes.scenarios.list() }] as const;
  return (
    <nav aria-label={t("label")} className="mb-5 border-b border-border">
      <ul className="flex gap-5">
        {tabs.map(({ key, href }) => (
          <li key={key}>
            <Link href={href} aria-current={key === current ? "page" : undefined}
              className={cn("-mb-px block border-b-2 border-transparent py-2 text-sm text-muted-foreground hover:text-foreground", key === current && "border-primary font-medium text-foreground")}>
              {t(key)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
