import { CardSkeleton, LinesSkeleton, PageSkeleton } from "@/components/skeletons";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the event that is coming. */
export default function Loading() {
  return (
    <PageSkeleton back actions={3}>
      <div className="space-y-6">
        <Skeleton className="h-28 w-full" />
        <CardSkeleton><LinesSkeleton lines={6} /></CardSkeleton>
        <CardSkeleton><LinesSkeleton lines={3} /></CardSkeleton>
        <Skeleton className="h-64 w-full" />
      </div>
    </PageSkeleton>
  );
}
