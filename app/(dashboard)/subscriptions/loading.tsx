import { PageSkeleton, RowsSkeleton } from "@/components/skeletons";
import { Card } from "@/components/ui/card";

/** The shape of the list of subscriptions. */
export default function Loading() {
  return <PageSkeleton actions={1}><Card><RowsSkeleton /></Card></PageSkeleton>;
}
