import { CardSkeleton, LinesSkeleton, PageSkeleton, RowsSkeleton } from "@/components/skeletons";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the overview. */
export default function Loading() {
  return (
    <PageSkeleton actions={1}>
      <div className="space-y-6">
        <div>
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">{Array.from({ length: 5 }, (_, index) => <Skeleton key={index} className={index === 4 ? "col-span-2 h-[5.75rem] sm:col-span-1" : "h-[5.75rem]"} />)}</div>
          <Skeleton className="mt-2 h-4 w-64 max-w-full" />
        </div>
        <CardSkeleton><LinesSkeleton lines={3} /></CardSkeleton>
        <CardSkeleton><RowsSkeleton /></CardSkeleton>
      </div>
    </PageSkeleton>
  );
}
