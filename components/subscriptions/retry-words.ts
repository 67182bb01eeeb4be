import { useTranslations } from "next-intl";
import { useFormat } from "@/components/use-format";

/** When the attempts come, in words: "At once, then after 5 s, 5 min and 30 min. The last one comes …". */
export function useRetryWords(): (waitsSec: number[]) => string {
  const t = useTranslations("subscriptions.form");
  const { duration, list } = useFormat();
  return (waitsSec) => {
    if (waitsSec.length === 0) return t("retryNone");
    const totalSec = waitsSec.reduce((sum, sec) => sum + sec, 0);
    return t("retryTimes", { waits: list(waitsSec.map((sec) => duration(sec * 1_000))), total: duration(totalSec * 1_000) });
  };
}
