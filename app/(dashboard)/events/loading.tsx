import { TimelineSkeleton } from "@/components/events/timeline-skeleton";
import { FieldsSkeleton, PageSkeleton, RowsSkeleton } from "@/components/skeletons";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the list that is coming. */
export default function Loading() {
  return (
    <PageSkeleton actions={1}>
      <div className="space-y-4">
        <TimelineSkeleton />
        <FieldsSkeleton count={1} />
        <FieldsSkeleton count={4} className="grid-cols-2 lg:grid-cols-4" />
        <Skeleton className="h-8 w-40" />
        <Card><RowsSkeleton rows={12} /></Card>
      </div>
    </PageSkeleton>
  );
}
