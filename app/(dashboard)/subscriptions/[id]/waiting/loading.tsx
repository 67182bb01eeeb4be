import { PageSkeleton, RowsSkeleton } from "@/components/skeletons";
import { Card } from "@/components/ui/card";

/** The shape of the list of what waits. */
export default function Loading() {
  return <PageSkeleton back><Card><RowsSkeleton /></Card></PageSkeleton>;
}
