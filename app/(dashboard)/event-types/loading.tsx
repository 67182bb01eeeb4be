import { CardSkeleton, PageSkeleton, RowsSkeleton, SearchSkeleton } from "@/components/skeletons";

/** The shape of the catalogue. */
export default function Loading() {
  return <PageSkeleton actions={1}><SearchSkeleton /><div className="space-y-4"><CardSkeleton><RowsSkeleton head={false} /></CardSkeleton><CardSkeleton><RowsSkeleton head={false} rows={4} /></CardSkeleton></div></PageSkeleton>;
}
