import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card, CardContent } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";

// The shapes of what is coming, as high as what they stand for, so that nothing jumps when it is there.

/** A page on its way: its head, then what it is made of. @param back whether it has a way back above its title */
export function PageSkeleton({ back = false, actions = 0, children }: { back?: boolean; actions?: number; children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <div role="status">
      <span className="sr-only">{t("loading")}</span>
      {back && <Skeleton className="mb-3 h-5 w-28" />}
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 space-y-1"><Skeleton className="my-0.5 h-6 w-48" /><Skeleton className="my-1 h-4 w-96 max-w-full" /></div>
        {actions > 0 && <div className="flex gap-2">{Array.from({ length: actions }, (_, index) => <Skeleton key={index} className="h-9 w-32" />)}</div>}
      </div>
      {children}
    </div>
  );
}

/** A card with a title. */
export function CardSkeleton({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <Card className={className}>
      <div className="border-b border-border px-4 py-3 sm:px-5"><Skeleton className="my-1 h-4 w-40" /></div>
      {children}
    </Card>
  );
}

/** Lines of text in a card. */
export function LinesSkeleton({ lines = 4 }: { lines?: number }) {
  return <CardContent className="space-y-3">{Array.from({ length: lines }, (_, index) => <Skeleton key={index} className={cn("h-4", ["w-3/4", "w-full", "w-1/2"][index % 3])} />)}</CardContent>;
}

/** Rows of a table. */
export function RowsSkeleton({ rows = 8, head = true }: { rows?: number; head?: boolean }) {
  return (
    <div className="overflow-hidden rounded-[inherit]">
      {head && <div className="h-9 border-b border-border bg-subtle" />}
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-12 items-center gap-6 border-b border-border px-4 last:border-0 sm:px-5">
          <Skeleton className="h-5 w-20 shrink-0" /><Skeleton className="h-4 flex-1" /><Skeleton className="hidden h-4 w-32 sm:block" /><Skeleton className="hidden h-4 w-16 md:block" />
        </div>
      ))}
    </div>
  );
}

/** Fields with their labels. */
export function FieldsSkeleton({ count, className }: { count: number; className?: string }) {
  return <div className={cn("grid gap-4", className)}>{Array.from({ length: count }, (_, index) => <div key={index} className="space-y-1.5"><Skeleton className="h-4 w-20" /><Skeleton className="h-9 w-full" /></div>)}</div>;
}

/** A search and its button, above a list. */
export function SearchSkeleton() {
  return <div className="mb-4 flex gap-2"><Skeleton className="h-9 w-full max-w-xs" /><Skeleton className="h-9 w-20 shrink-0" /></div>;
}
