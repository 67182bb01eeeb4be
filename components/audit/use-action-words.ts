import { useTranslations } from "next-intl";
import type { AuditAction } from "@/lib/domain/audit";

/** What an action is called. */
export function useActionWords(): (action: AuditAction) => string {
  const t = useTranslations("audit");
  return (action) => {
    const [noun, verb] = action.split(".");
    return t(`actions.${noun}.${verb}` as `actions.${AuditAction}`);
  };
}
