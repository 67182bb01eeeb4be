import { CardSkeleton, FieldsSkeleton, LinesSkeleton, PageSkeleton } from "@/components/skeletons";
import { Card, CardContent } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the form, with the lists beside it. */
export default function Loading() {
  return (
    <PageSkeleton>
      <Skeleton className="mb-5 h-9 w-56" />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Card><CardContent><FieldsSkeleton count={7} /></CardContent></Card>
        <div className="space-y-4"><CardSkeleton><LinesSkeleton lines={2} /></CardSkeleton><CardSkeleton><LinesSkeleton lines={6} /></CardSkeleton></div>
      </div>
    </PageSkeleton>
  );
}
