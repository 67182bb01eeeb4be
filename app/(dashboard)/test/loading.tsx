import { CardSkeleton, FieldsSkeleton, LinesSkeleton, PageSkeleton } from "@/components/skeletons";
import { Card, CardContent } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the form that is coming, with the place for its answers. */
export default function Loading() {
  return (
    <PageSkeleton>
      <Skeleton className="mb-5 h-9 w-56" />
      <div className="grid items-start gap-4 lg:grid-cols-2"><Card><CardContent className="space-y-4"><FieldsSkeleton count={3} /><Skeleton className="h-80 w-full" /></CardContent></Card><CardSkeleton><LinesSkeleton lines={1} /></CardSkeleton></div>
    </PageSkeleton>
  );
}
