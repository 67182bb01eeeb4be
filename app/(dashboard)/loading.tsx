import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

export default function LoadingPage() {
  const t = useTranslations("common");
  return (
    <div role="status">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="mb-2 h-7 w-48" />
      <Skeleton className="mb-8 h-4 w-80 max-w-full" />
      <div className="space-y-px overflow-hidden rounded-lg border border-border bg-card">
        {Array.from({ length: 8 }, (_, index) => (
          <div key={index} className="flex h-12 items-center gap-6 px-5">
            <Skeleton className="h-4 w-20" /><Skeleton className="h-4 flex-1" /><Skeleton className="hidden h-4 w-24 sm:block" />
          </div>
        ))}
      </div>
    </div>
  );
}
