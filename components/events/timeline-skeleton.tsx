import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the bars that are coming. */
export function TimelineSkeleton() {
  return <Card className="p-5"><Skeleton className="h-4 w-40" /><Skeleton className="mt-3 h-24 w-full" /><Skeleton className="mt-8 h-4 w-full" /></Card>;
}
