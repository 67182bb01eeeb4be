import { CardSkeleton, LinesSkeleton, PageSkeleton, RowsSkeleton } from "@/components/skeletons";

/** The shape of one subscription: how it goes, its latest deliveries, its settings. */
export default function Loading() {
  return (
    <PageSkeleton back actions={2}>
      <div className="space-y-6">
        <CardSkeleton><LinesSkeleton lines={6} /></CardSkeleton><CardSkeleton><RowsSkeleton /></CardSkeleton>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"><CardSkeleton><LinesSkeleton lines={8} /></CardSkeleton><CardSkeleton><LinesSkeleton lines={4} /></CardSkeleton></div>
      </div>
    </PageSkeleton>
  );
}
