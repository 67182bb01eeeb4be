import { CardSkeleton, LinesSkeleton, PageSkeleton, RowsSkeleton } from "@/components/skeletons";

/** The shape of one replay. */
export default function Loading() {
  return (
    <PageSkeleton back actions={1}>
      <div className="space-y-6">
        <CardSkeleton><LinesSkeleton lines={3} /></CardSkeleton><CardSkeleton><LinesSkeleton lines={5} /></CardSkeleton><CardSkeleton><RowsSkeleton /></CardSkeleton>
      </div>
    </PageSkeleton>
  );
}
