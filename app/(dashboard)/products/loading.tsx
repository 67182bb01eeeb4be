import { PageSkeleton, RowsSkeleton, SearchSkeleton } from "@/components/skeletons";
import { Card } from "@/components/ui/card";

/** The shape of the list of products. */
export default function Loading() {
  return <PageSkeleton actions={1}><SearchSkeleton /><Card><RowsSkeleton /></Card></PageSkeleton>;
}
